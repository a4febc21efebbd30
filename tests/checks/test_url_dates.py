from __future__ import annotations

from datetime import date

import pytest

from tracker.checks.url_dates import capture_date, is_post, url_date


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        # Statuses whose time is public: OpenAI's Sora, 2024-02-15 18:14 UTC; @Wikipedia,
        # 2022-06-28 16:07 UTC (the example of Wikipedia's article Snowflake ID).
        ("https://x.com/OpenAI/status/1758192957386342435", "2024-02-15"),
        ("https://www.x.com/OpenAI/status/1758192957386342435?s=20", "2024-02-15"),
        ("https://mobile.twitter.com/i/web/status/1541815603606036480/", "2022-06-28"),
        # Weibo: the first three with `created_at` from its interface, the last by its mid
        # 3512191498379699, as links and numbers are paired in tutorials.
        ("https://m.weibo.cn/status/4230466846817001", "2018-04-19"),
        ("https://m.weibo.cn/detail/3904859252596728", "2015-11-02"),
        ("https://weibo.com/1742566624/4091509081366576", "2017-03-31"),
        ("https://weibo.com/2991905905/z579Hz9Wr", "2012-11-14"),
        # Mastodon: the example status of its documentation, created 2019-12-08T03:48:33Z.
        ("https://mastodon.social/@Gargron/103270115826048975", "2019-12-08"),
        ("https://mastodon.social/users/Gargron/statuses/103270115826048975", "2019-12-08"),
        # TikTok: created at 1631373229, by its interface.
        ("https://www.tiktok.com/@kikakiim/video/7006694664724122881", "2021-09-11"),
        ("https://arxiv.org/html/2407.08422v1", "2024-07"),
        ("https://arxiv.org/abs/2411.02914", "2024-11"),
        # Paths, as the evidence of the registry has them.
        ("https://rivista.ai/2025/04/16/kling-2-0", "2025-04-16"),
        ("https://wicinternet.org/2024-09/03/c_1020446.htm", "2024-09-03"),
        ("http://en.people.cn/n3/2024/0428/c90000-20162732.html", "2024-04-28"),
        ("https://dlapiper.com/en-be/insights/publications/2024/10/understanding", "2024-10"),
        ("https://www.gov.cn/xinwen/202405/t20240517_123.html", "2024-05-17"),
        ("https://www.gov.cn/zhengce/content/202405/content_6951.htm", "2024-05"),
        ("https://example.org/20240517/a", "2024-05-17"),
        ("https://example.org/blog/2024-05-17-a-title.html", "2024-05-17"),
        ("https://www.reuters.com/technology/a-title-2024-05-17/", "2024-05-17"),
        # A copy is read as the page that it holds.
        (
            "https://web.archive.org/web/20250101000000/https://example.org/2024/05/17/a",
            "2024-05-17",
        ),
        ("https://web.archive.org/web/20250101000000/https://example.org/a", None),
        # No dates: a year alone, days that there are not, days to come, other numbers.
        ("https://dddhl.cn/2024/coze.html", None),
        ("https://openaccess.thecvf.com/content/CVPR2024/a.html", None),
        ("https://centerconsulting.com/ai-library/milestones/2024-gpt-4o", None),
        ("https://example.org/2024/13/45/a", None),
        ("https://example.org/2023/02/29/", None),
        ("https://example.org/events/2026/03/05/meeting", None),
        ("https://example.org/1876/03/10/the-telephone", None),
        ("https://news.futunn.com/en/post/63836230/tesla-s-world-simulator", None),
        ("https://twitter.com/jack/status/20", None),  # older than timed ids
        ("https://weibo.com/2991905905/Z79Hz9Wr", None),
        ("https://example.org/@Gargron/42", None),
        # What looks like one: no link, before the web, an id that was counted up, one without a time.
        ("https://[::1/2024/05/17/", None),
        ("https://example.org/1984/05/17/a", None),
        ("https://twitter.com/jack/status/29700859247", None),
        ("https://www.tiktok.com/@a/video/0000000000000000000", None),
    ],
)
def test_the_date_that_a_link_shows(url: str, expected: str | None) -> None:
    day = url_date(url)
    assert (day.text if day else None) == expected


def test_only_a_post_with_a_time_in_its_id_is_a_post() -> None:
    assert is_post("https://x.com/OpenAI/status/1758192957386342435")
    assert not is_post("https://x.com/OpenAI")
    assert not is_post("https://example.org/2024/05/17/status")
    assert not is_post("https://[::1")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://web.archive.org/web/20240216093000/https://example.org/", date(2024, 2, 16)),
        ("https://web.archive.org/web/20240216093000id_/https://example.org/", date(2024, 2, 16)),
        ("https://arquivo.pt/wayback/20240216093000/https://example.org/", date(2024, 2, 16)),
        ("https://archive.ph/2024.02.16-093000/https://example.org/", date(2024, 2, 16)),
        ("https://megalodon.jp/2024-0216-0930-21/https://example.org:443/", date(2024, 2, 16)),
        ("https://web.archive.org/web/2024/https://example.org/", None),
        ("https://archive.ph/AbCdE", None),
        ("https://example.org/2024/02/16/a", None),
    ],
)
def test_the_day_of_a_capture(url: str, expected: date | None) -> None:
    assert capture_date(url) == expected
