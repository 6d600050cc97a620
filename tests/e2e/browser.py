#!/usr/bin/env python3
"""A browser in the one respect that matters to signing in: it goes where it is sent."""

import sys
import urllib.request

with urllib.request.urlopen(sys.argv[1]) as page:
    page.read()
