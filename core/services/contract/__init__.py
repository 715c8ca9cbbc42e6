"""The contract that every plugin meets, checked for any installed plugin or the folder of one: the suite asks it of our
own, and `mooring plugins check` of anybody's. What it finds is said in sentences, with file and line where it can."""

from core.services.contract.checking import check
from core.services.contract.remarks import Checked, Remark
from core.services.contract.uninstalled import NoPluginThere, importable

__all__ = ["Checked", "NoPluginThere", "Remark", "check", "importable"]
