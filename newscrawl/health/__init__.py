"""What is wrong with an outlet, by what its latest run was like beside those before and what is expected of it."""

from newscrawl.health.judging import judge
from newscrawl.health.outside import judge_outside, never_run
from newscrawl.health.problem import Cause, Expectations, Problem, Severity

__all__ = ("Cause", "Expectations", "Problem", "Severity", "judge", "judge_outside", "never_run")
