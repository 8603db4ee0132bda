"""The figures of a question set in a terminal."""

from collections.abc import Sequence

from faq_bot.cli.columns import left, right, strong
from faq_bot.evaluation.honesty import SURE, Honesty
from faq_bot.evaluation.measuring import Figures
from faq_bot.evaluation.misses import Miss, Side
from faq_bot.evaluation.robustness import Kept

_KIND, _NUMBER, _SHARE = 16, 6, 10


def print_figures(figures: Figures) -> None:
    """Print the figures of a question set, overall and by kind, then every miss."""
    if figures.rows:
        _print_line("種類", "問", "1位正答", "3位以内", "回答正答", "誤答", "選択", "見逃し")
    for row in figures.rows:
        _print_shares(
            row.kind,
            row.count,
            row.first,
            row.in_three,
            row.answered_right,
            row.wrong,
            row.choose,
            row.missed,
        )
    if figures.outside:
        print()
        _print_line("範囲外", "問", "回答", "選択", "お断り")
    for outside in figures.outside:
        _print_shares(outside.kind, outside.count, outside.answered, outside.offered, outside.refused)
    _print_honesty(figures.honesty)
    _print_misses(figures.misses)


def print_robustness(rows: Sequence[Kept]) -> None:
    """Print how much of what was found is still found, by rule."""
    print(
        f"\n{strong('崩した質問でも答えられるか')}（維持: 元の質問で1位が正しかったもののうち、崩しても正しい割合）"
    )
    _print_line("崩し方", "問", "元の正答", "正答", "維持")
    for row in rows:
        _print_shares(row.label, row.count, row.clean, row.spoilt, row.kept)


def _print_honesty(honesty: Honesty) -> None:
    print(f"\n{strong('確からしさ')}（答えたもの、選んでもらったものの1番目 {honesty.claims}件）")
    figures = (
        ("較正誤差（言った確率と正答率の差、ECE）", _percent(honesty.calibration_error)),
        ("正しいものと誤りの見分け（AUROC）", _decimal(honesty.right_against_wrong)),
        ("範囲内と範囲外の見分け（AUROC）", _decimal(honesty.inside_against_outside)),
        (f"{SURE}以上で答えた{honesty.sure}件のうち誤り", _percent(honesty.sure_wrong)),
    )
    for name, value in figures:
        print(f"  {left(name, 44)}{right(value, 8)}")


def _print_misses(misses: Sequence[Miss]) -> None:
    if misses:
        print(f"\n{strong(f'外れた質問 {len(misses)}件')}")
    for miss in misses:
        print(f"  {miss.id} [{miss.kind}] {miss.text}")
        print(f"      → {miss.outcome} {miss.got}（正: {', '.join(miss.gold) or 'なし'}）")
        sure = f"確からしさ {miss.confidence:.2f}、範囲内 {miss.in_scope:.2f}"
        print(
            f"        {sure}" + (f"、どの項目にもない言葉 {'・'.join(miss.unknown)}" if miss.unknown else "")
        )
        for side in (miss.won, miss.wanted):
            if side and (side is miss.won or side != miss.won):
                print(f"        {_side(side)}")


def _side(side: Side) -> str:
    return f"{side.rank}位 {side.id} {side.score:.2f}: {'、'.join(side.because)}"


def _print_line(kind: str, *names: str) -> None:
    print(left(kind, _KIND) + right(names[0], _NUMBER) + "".join(right(name, _SHARE) for name in names[1:]))


def _print_shares(kind: str, count: int, *shares: float | None) -> None:
    print(
        left(kind, _KIND) + right(str(count), _NUMBER) + "".join(right(_percent(s), _SHARE) for s in shares)
    )


def _percent(share: float | None) -> str:
    return "－" if share is None else f"{share:.1%}"


def _decimal(value: float | None) -> str:
    return "－" if value is None else f"{value:.3f}"
