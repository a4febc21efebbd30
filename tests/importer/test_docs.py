"""docs/import.md: its example is a mapping that works, and it names every shipped one."""

from __future__ import annotations

import re
from pathlib import Path

from tracker.importer import carry_out, load_mapping, plan, read_items, shipped
from tracker.registry import load

PAGE = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
CSV = """\
Number,Text,Kind,Exact words,First name,Last name,Link,Said on,Due,Due in words,Sure in %,Right if,Result,Why,Decided,Proof,Remarks
1,It rains.,forecast,it will rain,Ada,Example,,05/03/2024,05/03/2026,in two years,70,,came true,,2025-01-01,https://example.org/rain,hm
2,It snows.,,,Ada,Example,https://example.org/snow,05/03/2024,,,,,,,,,
3,A joke.,joke,,,,,,,,,,,,,,
4,It hails.,,,Ada,Example,,March 2024,TBD,NET 2036,,,,,,,
"""


def test_the_example_is_a_mapping_that_works(registry_dir: Path) -> None:
    (registry_dir / "m.yaml").write_text(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0])
    (registry_dir / "a.csv").write_text(CSV)
    mapping, problems = load_mapping(str(registry_dir / "m.yaml"))
    assert problems == []
    assert mapping is not None
    registry = load(registry_dir)

    done = carry_out(plan(read_items(registry_dir / "a.csv", mapping), mapping, registry), registry)

    assert [(each.kind, each.id, each.lost, each.reasons) for each in done] == [
        ("new", "old-1", ("remarks",), ()),
        ("new", "old-2", (), ()),
        ("skipped", "", (), ("`Kind` is joke: the rest are jokes",)),
        ("new", "old-4", (), ()),
    ]
    records = load(registry_dir).records
    assert [(each.prediction.status, each.prediction.kind) for each in records.values()] == [
        ("correct", "by"),
        ("open", "undated"),
        ("open", "not_before"),
    ]


def test_every_shipped_mapping_is_documented_with_what_it_cites() -> None:
    for name in shipped():
        mapping, _ = load_mapping(name)
        assert mapping is not None
        assert f"| `{name}` |" in PAGE
        if name != "spreadsheet":
            assert [url for url in mapping.described_at or () if f"({url})" not in PAGE] == []


def test_every_column_of_a_spreadsheet_is_documented() -> None:
    mapping, _ = load_mapping("spreadsheet")
    assert mapping is not None
    table = PAGE.split("| column | contents |")[1].split("\n\n")[0]
    columns = set(re.findall(r"`([a-z_]+)`", "\n".join(re.findall(r"^\| ([^|]+) \|", table, re.M))))

    assert mapping.fields - columns == {"reporter_name"}
    assert columns - mapping.fields == set()
