"""The pages that are looked at, and how: sizes, colours, spacing, and what can be measured of them."""

import shutil
from typing import Any
from urllib.parse import urlencode

import pytest

NEEDS_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="chromium がありません（apt-get install chromium）"
    ),
]
SUMMER = {
    "as_of": "2025-08-01", "municipality": "tomakomai", "status": "new",
    "start_date": "2025-05-12", "service_type": "通所介護",
}  # fmt: skip
ADDRESSES = {
    "ask": "/",
    "answer": "/?q=ライセンスはパソコンごとに買うの？",
    "choices": "/?q=料金",
    "question back": "/?q=うちはいくら払うの？&as_of=2025-08-01",
    "empty question": "/?q=",
    "topics": "/topics",
    "topic": "/topics/free_pass",
    "city with a scheme": "/cities/tomakomai",
    "city without": "/cities/chiba",
    "entry that changed": "/entries/free-pass-period-announced",
    "entry": "/entries/licence-unit",
    "search": "/search",
    "results": "/search?q=HD-31 電子証明書",
    "empty search": "/search?q=&municipality=osaka",
    "calculator": "/calculator",
    "fee": f"/calculator?{urlencode(SUMMER)}",
    "missing facts": "/calculator?municipality=matsudo&as_of=2025-02-19",
    "calculator error": "/calculator?start_date=2025-02-30&office_numbers=0",
    "about": "/about",
    "accessibility": "/accessibility",
    "embedding": "/embedding?municipality=matsudo",
    "embedding error": "/embedding?accent=red",
    "no such page": "/nowhere",
}
SCREENS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"color_scheme": "light", "forced_colors": "active"},
    "forced colours on black": {"color_scheme": "dark", "forced_colors": "active"},
}
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    " p { margin-bottom: 2em !important }"
)
"""What WCAG 1.4.12 lets a reader set."""
# A style sheet that is added needs a script to tell that it is there; the pages themselves have none.
SIZES: dict[str, dict[str, Any]] = {
    "1280 wide": {"viewport": {"width": 1280, "height": 720}, "java_script_enabled": False},
    "320 by 568": {
        "viewport": {"width": 320, "height": 568},
        "has_touch": True,
        "java_script_enabled": False,
    },
    "400 % zoom": {
        "viewport": {"width": 320, "height": 180},
        "device_scale_factor": 4,
        "java_script_enabled": False,
    },
    "spaced out": {"viewport": {"width": 320, "height": 568}, "bypass_csp": True},
}
_CLIPPED = """all => all.filter(e => {
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  if (!box.width || style.position === 'absolute' || style.overflow === 'visible') return false;
  return e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1;
}).map(e => e.outerHTML.slice(0, 80))"""


def clipped(page: Any) -> list[str]:
    """The elements (but text areas, which scroll) whose content is cut off."""
    found: list[str] = page.locator("body *:not(textarea, iframe, svg, svg *, .unseen)").evaluate_all(
        _CLIPPED
    )
    return found
