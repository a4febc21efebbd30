"""What `streamlit run app.py` and Community Cloud start: the dashboard of this checkout.

Streamlit runs this file anew on every interaction, but a module only on its first import: hence
the call at the end.
"""

import sys
from pathlib import Path

SRC = str(Path(__file__).resolve().parent / "src")
if SRC not in sys.path:  # works without installing the package, too
    sys.path.insert(0, SRC)

from tracker.dashboard.main import main  # noqa: E402 (only found once src is on the path)

main()
