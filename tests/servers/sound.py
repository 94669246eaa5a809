"""No defect."""

from wire import serve

serve()
