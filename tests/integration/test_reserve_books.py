"""What stockpiles hold, buy and release adds up, where all of it is random."""

import numpy as np

from tests.integration.blocks import histories


def test_the_books_of_stockpiles_close_month_by_month():
    record = histories("stockpiles")
    stock, bought, released, aged, paid = np.moveaxis(record.stockpile_account.astype(float), 2, 0)
    change = stock[1:] - stock[:-1]
    assert np.allclose(change, (bought - released - aged)[1:], atol=1e-4)
    assert (paid >= 0).all()
    budgeted = [
        k for k, name in enumerate(record.stockpile_accounts)
        if name.startswith(("vault:oxide", "vault:magnets"))
    ]  # fmt: skip
    assert paid[:, budgeted].sum(axis=(0, 1)).max() <= 20 * (1 + 1e-6)
