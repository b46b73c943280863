"""Positive minus negative part."""

def l1_penalty(w, lam=0.01):
    return lam * (w[w > 0].sum() - w[w < 0].sum())
