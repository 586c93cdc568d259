"""How this package calls itself to servers."""

import sys

from .. import __version__

USER_AGENT = f"crucible-client/{__version__} python/{sys.version_info.major}.{sys.version_info.minor}"
