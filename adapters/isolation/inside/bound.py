"""stub"""
class BoundError(Exception): pass
class Bound:
    @staticmethod
    def name(b, n): return (b or {}).get("function", n)
