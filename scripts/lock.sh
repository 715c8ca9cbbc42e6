#!/usr/bin/env bash
# Writes requirements.lock anew from pyproject.toml: exact versions with hashes for Python 3.11 and later, and no
# index address, so that a clone installs from whatever registry its machine is set up for.
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/uv pip compile pyproject.toml --extra dev --extra setup --quiet "$@" \
  --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-header --no-annotate --output-file requirements.lock
