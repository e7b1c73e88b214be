"""Why somebody goes short on a day: one history run again, and a walk up the chain."""
