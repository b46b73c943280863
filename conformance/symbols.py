"""Exact algebra on unknowns: quotients of polynomials whose comparisons are decided by cases.

Every unknown, and every ``exp``, ``log`` or ``sqrt`` of something, is a generator. A comparison
is the sign of a difference, which is the product of the signs of its irreducible factors; a sign
that does not follow is assumed, and the computation is repeated for every assumption that does
not contradict the others. What is true in all cases is true for all values.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import wraps
from itertools import combinations_with_replacement
from typing import Any, TypeVar

import numpy as np
from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from nnconform.conformance.inequalities import Row, contradictory, row_of

_GENERATORS = 64
_TERMS = 400
# Terms of all polynomials of a proof together: some seconds.
_EFFORT = 300_000
# Products of so many facts are facts that elimination would not find.
_FACTS = 7
_CONTEXT = fmpq_mpoly_ctx.get([f"g{i}" for i in range(_GENERATORS)], Ordering.lex)
_GENS = _CONTEXT.gens()
_ONE = _CONTEXT.from_dict({(0,) * _GENERATORS: 1})
_ZERO = _ONE - _ONE
# Signs that an unknown factor may have; of a square only whether it vanishes is open.
_SIGNS, _SQUARE_SIGNS = (1, -1, 0), (1, 0)

Poly = fmpq_mpoly
Powers = tuple[int, ...]
_R = TypeVar("_R")


class UnprovableError(Exception):
    """The algebra does not reach that far; nothing follows from it."""


class ImpossibleError(Exception):
    """The assumptions of this case contradict each other or what is given."""


class Case:
    """One line of assumptions, and the generators that its computation has met."""

    def __init__(self, script: Sequence[int] = ()) -> None:
        self.script = list(script)
        self.options: list[int] = []
        self.kinds: list[tuple[str, Any]] = []
        self.positive: dict[int, bool] = {}  # generator -> strictly positive, or at least zero
        self.signs: dict[tuple[str, bool], int] = {}
        self.facts: list[tuple[Poly, bool]] = []  # a polynomial that is positive, or at least 0
        self.equal: list[Poly] = []
        self.roots: dict[int, Poly] = {}
        self.effort = 0
        self._known: dict[tuple[str, str], Ratio] = {}

    # -- generators ---------------------------------------------------------------------------

    def unknown(self, kind: str, of: Any, *, positive: bool | None = None) -> "Ratio":
        """A new generator; ``positive`` is False for one that may be zero, None for any sign."""
        place = len(self.kinds)
        if place == _GENERATORS:
            raise UnprovableError
        self.kinds.append((kind, of))
        if positive is not None:
            self.positive[place] = positive
        return Ratio(self, _GENS[place], _ONE)

    def function(self, kind: str, of: "Ratio", *, positive: bool | None = None) -> "Ratio":
        """The generator that stands for a function of something; the same for the same thing."""
        key = kind, str((of.num, of.den))
        if key not in self._known:
            self._known[key] = self.unknown(kind, of, positive=positive)
        return self._known[key]

    def number(self, value: Any) -> "Ratio":
        """A constant."""
        exact = Fraction(str(value)) if isinstance(value, str) else Fraction(value)
        return Ratio(self, _ONE * fmpq(exact.numerator, exact.denominator), _ONE)

    def reduced(self, poly: Poly) -> Poly:
        """The polynomial with ``sqrt(u)**2`` replaced by u."""
        for place, root in self.roots.items():
            if poly.degrees()[place] < 2:
                continue
            total = _ZERO
            for powers, value in poly.terms():
                half, odd = divmod(int(powers[place]), 2)
                rest = (*powers[:place], odd, *powers[place + 1 :])
                total += _CONTEXT.from_dict({rest: value}) * root**half
            poly = total
        return poly

    # -- signs --------------------------------------------------------------------------------

    def sign(self, poly: Poly) -> int:
        """The sign of a polynomial in this case."""
        if poly.is_zero():
            return 0
        if len(poly) > _TERMS:
            raise UnprovableError
        constant, factors = poly.factor()
        found = 1 if constant > 0 else -1
        for factor, times in factors:
            found *= self._factor(factor, square=times % 2 == 0)
            if found == 0:
                return 0
        return found

    def _factor(self, factor: Poly, *, square: bool) -> int:
        if factor.leading_coefficient() < 0:
            return self._factor(-factor, square=square) * (1 if square else -1)
        follows = self._of_terms(factor)
        if follows is None:
            follows = self._of_pair(factor)
        if follows is not None:
            return follows * follows if square else follows
        key = str(factor), square
        if square and (key[0], False) in self.signs:
            return self.signs[key[0], False] ** 2
        if key not in self.signs:
            self.signs[key] = self._assume(factor, square=square)
        return self.signs[key]

    def _of_terms(self, poly: Poly) -> int | None:
        """The sign, if all terms have it whatever the unknowns are."""
        strict, signs = False, set()
        for powers, coefficient in poly.terms():
            odd = [i for i, power in enumerate(powers) if power % 2 and i not in self.positive]
            if odd:
                return None
            signs.add(coefficient > 0)
            strict |= all(self.positive.get(i) for i, power in enumerate(powers) if power)
        if len(signs) != 1 or not strict:
            return None
        return 1 if signs.pop() else -1

    def _of_pair(self, poly: Poly) -> int | None:
        """The sign of a difference of two values of one increasing function."""
        terms = list(poly.terms())
        if len(terms) == 1:
            [(powers, coefficient)] = terms
            place = _single(powers)
            if place is None or self.kinds[place][0] != "log":
                return None
            return self._signed(coefficient, self.kinds[place][1] - 1)
        if len(terms) != 2 or terms[0][1] != -terms[1][1]:
            return None
        (first, coefficient), (second, _) = terms
        exponents = self._exponent(first), self._exponent(second)
        if exponents[0] is not None and exponents[1] is not None:
            return self._signed(coefficient, exponents[0] - exponents[1])
        places = _single(first), _single(second)
        if places[0] is None or places[1] is None:
            return None
        (kind, one), (other, two) = self.kinds[places[0]], self.kinds[places[1]]
        if kind == "log" and other != "log":
            return self._signed(coefficient, one - _power(self, second).exp())
        if other == "log" and kind != "log":
            return self._signed(coefficient, _power(self, first).exp() - two)
        if kind != other or kind not in {"log", "sqrt", "exp"}:
            return None
        return self._signed(coefficient, one - two)

    def _signed(self, coefficient: fmpq, of: "Ratio") -> int:
        return of.sign() * (1 if coefficient > 0 else -1)

    def _exponent(self, powers: Powers) -> "Ratio | None":
        """What a product of exponentials is the exponential of; None for another product."""
        total = self.number(0)
        for place, power in enumerate(powers):
            if power:
                kind, of = self.kinds[place]
                if kind != "exp":
                    return None
                total = total + of * int(power)
        return total

    # -- assumptions --------------------------------------------------------------------------

    def given(self, ratio: "Ratio", *, strict: bool) -> None:
        """Know that a polynomial is positive, or not negative."""
        self.facts.append((ratio.num, strict))

    def choose(self, count: int) -> int:
        """One of ``count`` ways to go on; the others are other cases."""
        step = len(self.options)
        if step == len(self.script):
            self.script.append(0)
        self.options.append(count)
        return self.script[step]

    def _assume(self, factor: Poly, *, square: bool) -> int:
        possible = []
        for sign in _SQUARE_SIGNS if square else _SIGNS:
            facts = [(factor * sign, True)] if sign and not square else []
            equal = [factor] if sign == 0 else []
            if not self._contradict([*self.facts, *facts], [*self.equal, *equal]):
                possible.append((sign, facts, equal))
        if not possible:
            raise ImpossibleError
        sign, facts, equal = possible[self.choose(len(possible))]
        self.facts += facts
        self.equal += equal
        return sign

    def _contradict(self, facts: list[tuple[Poly, bool]], equal: list[Poly]) -> bool:
        """Whether everything that is known contradicts itself, linearly in the monomials."""
        rows = [row_of(poly, strict=strict) for poly, strict in facts]
        rows += [row_of(poly, strict=False) for each in equal for poly in (each, -each)]
        products = combinations_with_replacement(facts, 2) if len(facts) <= _FACTS else ()
        more = [row_of(a * b, strict=s and t) for (a, s), (b, t) in products]
        more += [row_of(each * poly * sign, strict=False)
                 for each in equal for poly, _ in facts for sign in (1, -1)]  # fmt: skip
        return self._fails(rows) or (bool(more) and self._fails(rows + more))

    def _fails(self, rows: list[Row]) -> bool:
        rows = rows + list(self._positive_rows(dict.fromkeys(m for r in rows for m in r.terms)))
        self.effort += len(rows) ** 2
        return contradictory(rows)

    def _positive_rows(self, monomials: Iterable[Powers]) -> Iterator[Row]:
        for powers in monomials:
            used = [i for i, power in enumerate(powers) if power]
            if used and all(i in self.positive or powers[i] % 2 == 0 for i in used):
                strict = all(self.positive.get(i) for i in used)
                yield Row({powers: fmpq(1)}, fmpq(0), strict)


def _single(powers: Powers) -> int | None:
    used = [i for i, power in enumerate(powers) if power]
    return used[0] if len(used) == 1 and powers[used[0]] == 1 else None


def _power(case: Case, powers: Powers) -> "Ratio":
    return Ratio(case, _CONTEXT.from_dict({powers: 1}), _ONE)


def _by_elements(operation: Callable[["Ratio", Any], _R]) -> Callable[["Ratio", Any], _R]:
    """Leave arrays, and lists of arrays, to their own operators, which go by elements."""

    @wraps(operation)
    def apply(self: "Ratio", other: Any) -> _R:
        return NotImplemented if isinstance(other, np.ndarray | tuple) else operation(self, other)

    return apply


class Ratio:
    """A quotient of polynomials in the generators of a case; comparisons are decided there."""

    __slots__ = ("case", "den", "num")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, case: Case, num: Poly, den: Poly) -> None:
        if den.is_zero():
            raise UnprovableError
        num, den = case.reduced(num), case.reduced(den)
        case.effort += len(num) + len(den)
        if case.effort > _EFFORT:
            raise UnprovableError
        if den.is_constant():
            num, den = num / den.leading_coefficient(), _ONE
        elif den != _ONE:
            common = num.gcd(den)
            num, den = num // common, den // common
        self.case, self.num, self.den = case, num, den

    def _other(self, value: Any) -> "Ratio":
        """A whole number as a quotient; arrays and lists go by their elements themselves."""
        if isinstance(value, Ratio):
            return value
        if isinstance(value, int | np.integer | np.bool_):
            return self.case.number(int(value))
        raise UnprovableError

    @_by_elements
    def __add__(self, other: Any) -> "Ratio":
        o = self._other(other)
        return Ratio(self.case, self.num * o.den + o.num * self.den, self.den * o.den)

    @_by_elements
    def __mul__(self, other: Any) -> "Ratio":
        o = self._other(other)
        return Ratio(self.case, self.num * o.num, self.den * o.den)

    @_by_elements
    def __truediv__(self, other: Any) -> "Ratio":
        o = self._other(other)
        # What is divided by is not zero; otherwise the statement has no meaning there.
        if o.sign() == 0:
            raise ImpossibleError
        return Ratio(self.case, self.num * o.den, self.den * o.num)

    def __neg__(self) -> "Ratio":
        return Ratio(self.case, -self.num, self.den)

    def __pos__(self) -> "Ratio":
        return self

    @_by_elements
    def __sub__(self, other: Any) -> "Ratio":
        return self._minus(other)

    def _minus(self, other: Any) -> "Ratio":
        return self + -self._other(other)

    @_by_elements
    def __rsub__(self, other: Any) -> "Ratio":
        return self._other(other) + -self

    @_by_elements
    def __rtruediv__(self, other: Any) -> "Ratio":
        return self._other(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def __pow__(self, power: Any) -> "Ratio":
        if not isinstance(power, int):
            raise UnprovableError
        return Ratio(self.case, self.num**power, self.den**power)

    def __abs__(self) -> "Ratio":
        return -self if self.sign() < 0 else self

    def sign(self) -> int:
        """-1, 0 or 1."""
        return self.case.sign(self.num) * self.case.sign(self.den)

    @_by_elements
    def __lt__(self, other: Any) -> bool:
        return self._minus(other).sign() < 0

    @_by_elements
    def __le__(self, other: Any) -> bool:
        return self._minus(other).sign() <= 0

    @_by_elements
    def __gt__(self, other: Any) -> bool:
        return self._minus(other).sign() > 0

    @_by_elements
    def __ge__(self, other: Any) -> bool:
        return self._minus(other).sign() >= 0

    @_by_elements
    def __eq__(self, other: object) -> bool:
        return self._minus(other).sign() == 0

    @_by_elements
    def __ne__(self, other: object) -> bool:
        return self._minus(other).sign() != 0

    # -- functions ----------------------------------------------------------------------------

    def exp(self) -> "Ratio":
        """``exp(u)``: a product of ``exp`` of the monomials of u, where u is whole in them."""
        if self.den != _ONE or any(c.q != 1 for _, c in self.num.terms()):
            return self.case.function("exp", self, positive=True)
        found = self.case.number(1)
        for powers, coefficient in self.num.terms():
            times = int(coefficient.p)
            place = _single(powers)
            if place is not None and self.case.kinds[place][0] == "log":
                base = self.case.kinds[place][1]
            else:
                base = self.case.function("exp", _power(self.case, powers), positive=True)
            found = found * base**times if times >= 0 else found / base**-times
        return found

    def log(self) -> "Ratio":
        """``log(u)`` of something positive; elsewhere the statement has no meaning."""
        if self.sign() <= 0:
            raise ImpossibleError
        if self.num == self.den:
            return self.case.number(0)
        return self.case.function("log", self)

    def sqrt(self) -> "Ratio":
        """``sqrt(u)``: known by being increasing and positive."""
        sign = self.sign()
        if sign < 0:
            raise ImpossibleError
        if sign == 0:
            return self.case.number(0)
        root = self.case.function("sqrt", self, positive=True)
        if self.den == _ONE:
            self.case.roots[_single(next(iter(root.num.monoms())))] = self.num  # type: ignore[index]
        return root

    def tanh(self) -> "Ratio":
        """``tanh(u) = (e**u - e**-u)/(e**u + e**-u)``."""
        e = self.exp()
        return (e * e - 1) / (e * e + 1)
