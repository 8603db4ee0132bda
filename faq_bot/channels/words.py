"""The labels of what channels draw around a reply; sentences of substance are in knowledge/wording.yaml."""

ANSWER, CONFIRM = "お答え", "確認させてください"
PAYS_YEARS, PAYS_ELSE = "この事業所のお支払い", "この事業所の場合"
FACTS, REASONS, CHANGES, STEPS = "読み取ったこと", "理由", "ご注意", "次にすること"
DECIDED = "分かっている範囲での判定"
SOURCES, BASIS, CONTACT = "出典", "よりどころ", "お問い合わせ先"
NEAR, PERHAPS, OTHERS = "近い質問", "もしかすると、こちらですか", "ほかの質問"
MORE_OWN, MORE = "もっと詳しく知るには", "事業所ごとの支払いを知るには"
NONE, UNKNOWN, RESTART = "この中にない", "わからない", "最初から"
ALL, ALL_SAID = "すべて当てはまる", "すべて当てはまります"
ONE_BY_ONE = "1つずつ答える"
CORRECT, ANSWER_WITH_THIS, CLOSE, PICK = "直す", "これで答える", "閉じる", "選んでください"
PICK_DAY, GIVE_NUMBER = "日付を選ぶ", "数を入力する"
LIST_PRICE, PAYER, YOU_PAY, TOTAL, STATUS = "定価", "払う人", "この事業所の負担", "合計", "確定か見込みか"
PER_NUMBER = "定価と負担は、事業所番号1つあたりの額です。"
BY_WORDS = "言葉でも答えられます（例: 5月12日、来月1日）。"
SHOW, SHARE, CHOSEN = "これを見る", "チャンネルに共有", "選んだ答え"
FEEDBACK = "このお答えはいかがでしたか"
VERDICTS = {
    "resolved": "解決した",
    "wrong_question": "違う質問だった",
    "outdated": "情報が古い",
    "unclear": "分かりにくい",
}
NEWER, ENTRY_PAGE = "新しい内容のページ", "この答えのページ"
ENTRY, KNOWLEDGE = "項目", "ナレッジ"
ASKED_HERE, FREQUENT, SEARCH, SEARCH_HINT = "尋ねる", "よくある質問", "検索", "例: ライセンス料、補助、HD-31"
FOUND = "見つかった項目"
UNDECIDED = "未定"
