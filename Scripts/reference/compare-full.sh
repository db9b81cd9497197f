#!/usr/bin/env bash
# Compares a whole edit at the real size with diffusers' in float32, from the same noise, on random weights made here.
#
#     Scripts/reference/compare-full.sh [FOLDER] [PRECISION…]
#
# FOLDER keeps the checkpoint and what the reference made of it, for the next time (without one they are deleted); it takes
# 6 GB, and 8 GB more while our float32 runs. 14 GB of memory. Each part is a process of its own. PYTHON has the packages
# of Scripts/reference/requirements.txt; without it they are installed in .build/reference-python.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ -z "${PYTHON:-}" ]; then
    PYTHON=$PWD/.build/reference-python/bin/python
    if [ ! -x "$PYTHON" ]; then
        python3 -m venv .build/reference-python
        "$PYTHON" -m pip install -q --disable-pip-version-check -r Scripts/reference/requirements.txt
    fi
fi
folder=${1:-}
if [ -z "$folder" ]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
fi
precisions=("${@:2}")
[ ${#precisions[@]} -gt 0 ] || precisions=(float32 bfloat16 int8)

"$PYTHON" Scripts/reference/full_pipeline.py make "$folder"
[ -e "$folder/recorded.safetensors" ] || "$PYTHON" Scripts/reference/full_pipeline.py reference "$folder"

swift build --build-tests 2>&1 | tail -3
for precision in "${precisions[@]}"; do
    YUKIMI_FULL_SIZE=$folder YUKIMI_FULL_SIZE_PRECISION=$precision swift test --skip-build --filter '^DiffusionEngineTests.FullSizeTests'
    # As large as the model in memory, and of no use to anybody else.
    [ "$precision" != float32 ] || rm -rf "$folder"/*/packed/*.float32.*
done
