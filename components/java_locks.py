"""Write the locks of all Java folders anew: `python -m components.java_locks`, which `make lock` runs.

A lock holds the jars that Maven finds for the folder's pom.xml.
"""

from components.packaging.java import JavaToolchain
from components.packaging.java_lock import LOCK, write
from components.packaging.package import ROOT
from components.packaging.source import Source


def main() -> None:
    toolchain = JavaToolchain(ROOT / "lambda" / "toolkit" / "java")
    folders = [
        toolchain.toolkit / "template",
        ROOT / "tests" / "conformance" / "tools" / "java",
        *(ROOT / "lambda" / "tools").iterdir(),
    ]
    for folder in sorted(folder for folder in folders if (folder / "pom.xml").is_file()):
        source = Source(folder.name, folder, "java", "make lock")
        write(toolchain.poms(source), toolchain.pom(source), folder / LOCK, source)
        print(f"locked {folder.relative_to(ROOT)}/{LOCK}")
    # The JSONata of a test has no parent pom.
    judge = ROOT / "tests" / "java"
    write({"pom.xml": judge / "pom.xml"}, "pom.xml", judge / LOCK, Source("java-jsonata", judge, "java", "make lock"))
    print(f"locked {(judge / LOCK).relative_to(ROOT)}")
    host = Source("host", toolchain.toolkit, "java", "make lock")
    write({"host.xml": toolchain.host_pom}, "host.xml", toolchain.host_lock, host)
    print(f"locked {toolchain.host_lock.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
