"""The wheel that people install holds everything, and works without the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(place.glob("kith_pln-*.whl"))


def test_it_holds_every_file_of_the_package(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "src" / "kith"
    files = {
        str(path.relative_to(package.parent))
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert not files - inside


def test_it_names_the_command_and_its_licence(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    named = {Path(name).name: name for name in archive.namelist() if ".dist-info/" in name}
    assert "kith = kith.cli:main" in archive.read(named["entry_points.txt"]).decode()
    assert "LICENSE" in named


def test_what_is_installed_serves_pages_with_their_style(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    script = (
        "import kith, django; django.setup()\n"
        "from pathlib import Path\n"
        "assert Path(kith.__file__).is_relative_to(Path.cwd()), kith.__file__\n"
        "from kith.cli.start import bring_up_to_date; bring_up_to_date()\n"
        "from django.test import Client\n"
        "from django.conf import settings; settings.ALLOWED_HOSTS.append('testserver')\n"
        "page = Client().get('/sign-in/'); assert page.status_code == 200, page.status_code\n"
        'import re; styles = re.findall(rb\'href="(/static/[^"]+css[^"]*)"\', page.content)\n'
        "assert styles\n"
        "assert all(Client().get(s.decode()).status_code == 200 for s in styles)\n"
    )
    environ = os.environ | {
        "PYTHONPATH": str(tmp_path / "installed"),
        "KITH_DATA": str(tmp_path / "data"),
        "KITH_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "kith.project.settings",
    }
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, env=environ, cwd=tmp_path / "installed", capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
