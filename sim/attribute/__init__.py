"""Attribution: which cause each day of shortfall comes from, alone and together with others."""
