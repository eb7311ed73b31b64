#!/usr/bin/env bash
# Writes docs/mmucheck.cdx.json: what mmucheck is built and tested with, as a CycloneDX document with the
# SHA-256 and the licence of each library.  SbomTest holds the class path to it.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
mvn -B -q org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeAggregateBom -pl conformance/cli -am -Dmaven.test.skip=true \
  -DoutputFormat=json -DincludeBomSerialNumber=false -DincludeTestScope=true -DprojectType=application \
  -DoutputDirectory="$made" -DoutputName=bom
# One hash is enough, and where else a library is spoken of changes without the library.
python3 - "$made/bom.json" docs/mmucheck.cdx.json <<'END'
import json, sys

def slim(component):
    component.pop("externalReferences", None)
    component["hashes"] = [h for h in component.get("hashes", []) if h["alg"] == "SHA-256"]
    return component

document = json.load(open(sys.argv[1], encoding="utf-8"))
document["components"] = [slim(c) for c in document["components"]]
slim(document["metadata"]["component"])
for tool in document["metadata"]["tools"]["components"]:
    slim(tool)
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump(document, file, indent=1, ensure_ascii=False)
    file.write("\n")
END
