"""A crash below Python leaves where each thread was, in the tests as in every run beside them."""

import faulthandler

if not faulthandler.is_enabled():  # pytest has its own
    faulthandler.enable()
