"""Where settings come from: the environment first, then what the data folder remembers."""

from pathlib import Path

from pipelines.settings import load_settings, remember_company


def test_a_data_folder_remembers_whose_data_it_holds(tmp_path: Path) -> None:
    remember_company(tmp_path, {"HAVEN_COMPANY": "Acme", "HAVEN_TIME_ZONE": "Europe/Berlin", "HAVEN_IS_INVENTED": "1"})
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    assert (settings.company, settings.time_zone, settings.is_invented) == ("Acme", "Europe/Berlin", True)


def test_the_environment_outranks_the_memory(tmp_path: Path) -> None:
    remember_company(tmp_path, {"HAVEN_TIME_ZONE": "Europe/Berlin"})
    env = {"HAVEN_DATA_DIR": str(tmp_path), "HAVEN_TIME_ZONE": "Asia/Tokyo", "HAVEN_COMPANY": ""}
    settings = load_settings(env)
    assert (settings.time_zone, settings.company) == ("Asia/Tokyo", "Your company")


def test_an_empty_folder_remembers_nothing(tmp_path: Path) -> None:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    assert (settings.company, settings.time_zone, settings.is_invented) == ("Your company", "UTC", False)
