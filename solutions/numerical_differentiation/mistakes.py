"""Wrong and right answers to the exercises on numerical differentiation, on which their tests are tried."""

import numpy as np
import torch

from autograder.mistakes import alternative, mistake

# ---------------------------------------------------------------- average_speeds


@mistake(
    loses=["visible", "hidden"],
    belief="Speed is distance divided by time.",
    hint="You divide the whole distance by the whole time, so the first minutes still count in the last "
    "speed. Ask what happened between two neighbouring readings: how far, and how long?",
)
def average_speeds__cumulative(times, distances):
    times, distances = np.asarray(times, dtype=np.float64), np.asarray(distances, dtype=np.float64)
    if times.ndim != 1 or times.shape != distances.shape or times.size < 2:
        raise ValueError("need two 1-D arrays of one length, with two readings or more")
    if np.any(np.diff(times) <= 0):
        raise ValueError("times must increase")
    return distances[1:] / times[1:]


@mistake(
    loses=["visible", "hidden"],
    belief="Speed is the time that a kilometre takes.",
    hint="You divide time by distance: that is a runner's pace, minutes per kilometre. A speed says how far "
    "she gets in a minute. Look at which of the two stands above the line.",
)
def average_speeds__inverted(times, distances):
    times, distances = np.asarray(times, dtype=np.float64), np.asarray(distances, dtype=np.float64)
    if times.ndim != 1 or times.shape != distances.shape or times.size < 2:
        raise ValueError("need two 1-D arrays of one length, with two readings or more")
    if np.any(np.diff(times) <= 0):
        raise ValueError("times must increase")
    return np.diff(times) / np.diff(distances)


@mistake(
    loses=["visible", "hidden"],
    belief="The speed is how far she gets from one reading to the next.",
    hint="Your result is how far she ran, not how fast. The same way in half the time is twice the speed: "
    "where do the times come in?",
    misconception="M19",
)
def average_speeds__no_division(times, distances):
    times, distances = np.asarray(times, dtype=np.float64), np.asarray(distances, dtype=np.float64)
    if times.ndim != 1 or times.shape != distances.shape or times.size < 2:
        raise ValueError("need two 1-D arrays of one length, with two readings or more")
    if np.any(np.diff(times) <= 0):
        raise ValueError("times must increase")
    return np.diff(distances)


@mistake(
    loses=["visible", "hidden"],
    belief="// divides too.",
    hint="`//` divides and rounds down to a whole number, so 0.2 km a minute becomes 0. You want the "
    "division that keeps what comes after the point.",
)
def average_speeds__integer_division(times, distances):
    times, distances = np.asarray(times), np.asarray(distances)
    if times.ndim != 1 or times.shape != distances.shape or times.size < 2:
        raise ValueError("need two 1-D arrays of one length, with two readings or more")
    if np.any(np.diff(times) <= 0):
        raise ValueError("times must increase")
    return (np.diff(distances) // np.diff(times)).astype(np.float64)


@mistake(
    loses=["visible", "hidden"],
    belief="np.gradient gives the slopes of a list of readings.",
    hint="np.gradient gives a number for each reading, made of the steps on both sides of it. Here you want "
    "a number for each step, and one fewer than there are readings.",
)
def average_speeds__np_gradient(times, distances):
    times, distances = np.asarray(times, dtype=np.float64), np.asarray(distances, dtype=np.float64)
    if times.ndim != 1 or times.shape != distances.shape or times.size < 2:
        raise ValueError("need two 1-D arrays of one length, with two readings or more")
    if np.any(np.diff(times) <= 0):
        raise ValueError("times must increase")
    return np.gradient(distances, times)


@mistake(
    loses=["visible", "hidden"],
    belief="The average speed is that of the whole run.",
    hint="All your speeds are equal: the average of the whole run, from the first reading to the last. Each "
    "step from one reading to the next has an average of its own.",
)
def average_speeds__overall(times, distances):
    times, distances = np.asarray(times, dtype=np.float64), np.asarray(distances, dtype=np.float64)
    if times.ndim != 1 or times.shape != distances.shape or times.size < 2:
        raise ValueError("need two 1-D arrays of one length, with two readings or more")
    if np.any(np.diff(times) <= 0):
        raise ValueError("times must increase")
    return np.full(len(times) - 1, (distances[-1] - distances[0]) / (times[-1] - times[0]))


@mistake(
    loses=["visible", "hidden"],
    belief="The first reading has a speed too, counted from the start at 0.",
    hint="You give the first reading a speed as well, as if everything had started at 0. A speed needs two "
    "readings, so there is one fewer of them.",
)
def average_speeds__from_zero(times, distances):
    times, distances = np.asarray(times, dtype=np.float64), np.asarray(distances, dtype=np.float64)
    if times.ndim != 1 or times.shape != distances.shape or times.size < 2:
        raise ValueError("need two 1-D arrays of one length, with two readings or more")
    if np.any(np.diff(times) <= 0):
        raise ValueError("times must increase")
    durations = np.diff(times, prepend=0)
    durations[durations == 0] = 1  # the first reading of a watch that starts at 0
    return np.diff(distances, prepend=0) / durations


@mistake(
    loses=["hidden"],
    belief="A speed is never negative.",
    hint="You drop the sign. Somebody who runs back gets closer to the start, and the slope of the distance "
    "is negative there: keep it, the sign tells the direction.",
)
def average_speeds__absolute(times, distances):
    times, distances = np.asarray(times, dtype=np.float64), np.asarray(distances, dtype=np.float64)
    if times.ndim != 1 or times.shape != distances.shape or times.size < 2:
        raise ValueError("need two 1-D arrays of one length, with two readings or more")
    if np.any(np.diff(times) <= 0):
        raise ValueError("times must increase")
    return np.abs(np.diff(distances) / np.diff(times))


@mistake(
    loses=["hidden"],
    belief="The result has the dtype of the distances.",
    hint="Given whole numbers, you collect the speeds in an array of whole numbers, and 0.5 becomes 0. The "
    "result must be floating for every input: look at the dtype of the array that you fill.",
)
def average_speeds__integer_buffer(times, distances):
    times, distances = np.asarray(times), np.asarray(distances)
    if times.ndim != 1 or times.shape != distances.shape or times.size < 2:
        raise ValueError("need two 1-D arrays of one length, with two readings or more")
    if np.any(np.diff(times) <= 0):
        raise ValueError("times must increase")
    out = np.zeros_like(distances[1:])
    for i in range(len(out)):
        out[i] = (distances[i + 1] - distances[i]) / (times[i + 1] - times[i])
    return out


@mistake(
    loses=["hidden"],
    belief="A watch runs forward, so there is nothing to check.",
    hint="Your function takes times that stand still or go back, and answers with infinity or with a speed "
    "that never was. Check that each time is later than the one before.",
)
def average_speeds__unchecked_times(times, distances):
    times, distances = np.asarray(times, dtype=np.float64), np.asarray(distances, dtype=np.float64)
    if times.ndim != 1 or times.shape != distances.shape or times.size < 2:
        raise ValueError("need two 1-D arrays of one length, with two readings or more")
    return np.diff(distances) / np.diff(times)


@mistake(
    loses=["hidden"],
    belief="No readings, no speeds: the result is empty.",
    hint="From one reading, or from none, you return an empty array. Without two readings there is no speed "
    "to speak of, and here that is an error: raise ValueError.",
)
def average_speeds__empty_result(times, distances):
    times, distances = np.asarray(times, dtype=np.float64), np.asarray(distances, dtype=np.float64)
    if times.ndim != 1 or times.shape != distances.shape:
        raise ValueError("need two 1-D arrays of one length")
    if np.any(np.diff(times) <= 0):
        raise ValueError("times must increase")
    return np.diff(distances) / np.diff(times)


@alternative("slices without the last and without the first reading")
def average_speeds__slices(times, distances):
    t, d = np.array(times, dtype=float), np.array(distances, dtype=float)
    if t.ndim != 1 or d.ndim != 1 or len(t) != len(d) or len(t) < 2 or not np.all(t[1:] > t[:-1]):
        raise ValueError("bad readings")
    return (d[1:] - d[:-1]) / (t[1:] - t[:-1])


@alternative("a loop over pairs of readings")
def average_speeds__loop(times, distances):
    if np.ndim(times) != 1 or np.shape(times) != np.shape(distances) or len(times) < 2:
        raise ValueError("need two 1-D arrays of one length, with two readings or more")
    speeds = []
    for i in range(1, len(times)):
        duration = float(times[i]) - float(times[i - 1])
        if duration <= 0:
            raise ValueError(f"reading {i} is not later than reading {i - 1}")
        speeds.append((float(distances[i]) - float(distances[i - 1])) / duration)
    return np.array(speeds)


@alternative("torch.diff")
def average_speeds__torch_diff(times, distances):
    t = torch.tensor(np.array(times), dtype=torch.float64)
    d = torch.tensor(np.array(distances), dtype=torch.float64)
    if t.ndim != 1 or t.shape != d.shape or len(t) < 2 or (t.diff() <= 0).any():
        raise ValueError("bad readings")
    return (d.diff() / t.diff()).numpy()


# ---------------------------------------------------------------- forward_diff


@mistake(
    loses=["visible", "hidden"],
    belief="The step may go to either side.",
    hint="You step from x - h to x: that is the backward quotient. Forward means that the second point lies "
    "ahead, to the right of x.",
)
def forward_diff__backward(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    return (f(x) - f(x - h)) / h


@mistake(
    loses=["visible", "hidden"],
    belief="Looking both ways is always better.",
    hint="Your quotient looks to both sides of x. That is the central quotient, exercise 2.3; this one "
    "starts at x itself.",
)
def forward_diff__central(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    return (f(x + h) - f(x - h)) / (2 * h)


@mistake(
    loses=["visible", "hidden"],
    belief="The derivative is the amount by which f changes.",
    hint="You return how much f changes over the step. Make the step small and that goes to 0 for every "
    "smooth function. What is asked is the change per unit of x.",
    misconception="M19",
)
def forward_diff__no_division(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    return f(x + h) - f(x)


@mistake(
    loses=["visible", "hidden"],
    belief="A good h is 1e-4, so I always take it.",
    hint="Your result does not depend on the h that is passed in. 1e-4 is only the default: follow `h` "
    "through your code.",
)
def forward_diff__fixed_h(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    h = 1e-4
    return (f(x + h) - f(x)) / h


@mistake(
    loses=["visible", "hidden"],
    belief="The smaller the step, the better.",
    hint="You take a step of your own, so small that x + h is x again on a computer, and the quotient is 0. "
    "Use the h that the caller gives.",
    misconception="M20",
)
def forward_diff__h_too_small(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    h = 1e-50
    return (f(float(x) + h) - f(float(x))) / h


@mistake(
    loses=["visible", "hidden"],
    belief="The formula goes from left to right.",
    hint="Only f(x) is divided by h in your formula, because a division binds before a minus. The whole "
    "difference is to be divided: look at the parentheses.",
)
def forward_diff__precedence(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    return f(x + h) - f(x) / h


@mistake(
    loses=["visible", "hidden"],
    belief="Showing the slope is the same as returning it.",
    hint="Your function prints the slope and returns None. The caller can compute only with what is "
    "returned.",
)
def forward_diff__prints(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    print((f(x + h) - f(x)) / h)


@mistake(
    loses=["hidden"],
    belief="Python refuses to divide by 0 on its own, so h needs no check.",
    hint="h is not checked. Python's own complaint about h = 0 is a ZeroDivisionError, NumPy only warns, and "
    "a negative h quietly looks backward. All of them must raise ValueError.",
)
def forward_diff__unchecked(f, x, h=1e-4):
    return (f(x + h) - f(x)) / h


@mistake(
    loses=["hidden"],
    belief="Only h = 0 is forbidden, since it would divide by 0.",
    hint="A negative h passes your check. It steps to the left, so that the quotient looks backward: the "
    "text wants ValueError for it as well.",
)
def forward_diff__negative_allowed(f, x, h=1e-4):
    if h == 0:
        raise ValueError("h must not be 0")
    return (f(x + h) - f(x)) / h


@alternative("two points and the slope between them")
def forward_diff__two_points(f, x, h=1e-4):
    if not h > 0:
        raise ValueError("h must be positive")
    here, ahead = f(x), f(x + h)
    return (ahead - here) / h


@alternative("both heights in one NumPy array")
def forward_diff__array(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    return np.diff(f(np.array([x, x + h], dtype=np.float64)))[0] / h


@alternative("heights as torch tensors")
def forward_diff__torch(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    heights = torch.tensor([float(f(x)), float(f(x + h))], dtype=torch.float64)
    return (heights.diff() / h).item()


# ---------------------------------------------------------------- central_diff


@mistake(
    loses=["visible", "hidden"],
    belief="The slope is how much f rises on the way ahead.",
    hint="Your quotient looks ahead only. That is exercise 2.2; here the two points lie on both sides of x, "
    "equally far from it.",
)
def central_diff__forward(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    return (f(x + h) - f(x)) / h


@mistake(
    loses=["visible", "hidden"],
    belief="The slope is how much f has risen on the way so far.",
    hint="Your quotient looks back only, from x - h to x. One of the two points must lie ahead.",
)
def central_diff__backward(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    return (f(x) - f(x - h)) / h


@mistake(
    loses=["visible", "hidden"],
    belief="The difference is divided by the step h.",
    hint="All your slopes are twice what they should be. How far apart do your two points lie?",
)
def central_diff__divides_by_h(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    return (f(x + h) - f(x - h)) / h


@mistake(
    loses=["visible", "hidden"],
    belief="/ 2 * h divides by 2h.",
    hint="`/ 2 * h` divides by 2 and then multiplies by h, from left to right. What is to be divided by "
    "needs parentheses of its own.",
)
def central_diff__precedence(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    return (f(x + h) - f(x - h)) / 2 * h


@mistake(
    loses=["visible", "hidden"],
    belief="A good h is 1e-4, so I always take it.",
    hint="Your result does not depend on the h that is passed in. 1e-4 is only the default: follow `h` "
    "through your code.",
)
def central_diff__fixed_h(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    h = 1e-4
    return (f(x + h) - f(x - h)) / (2 * h)


@mistake(
    loses=["visible", "hidden"],
    belief="The step is divided between the two sides.",
    hint="You go half of h to either side. That is a good formula too, but with another step: here each of "
    "the two points lies a whole h away from x.",
)
def central_diff__half_step(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    return (f(x + h / 2) - f(x - h / 2)) / h


@mistake(
    loses=["visible", "hidden"],
    belief="The order of the two points does not matter.",
    hint="All your slopes have the wrong sign: you subtract the point ahead from the point behind. A "
    "function that rises has a positive slope.",
)
def central_diff__sign(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    return (f(x - h) - f(x + h)) / (2 * h)


@mistake(
    loses=["visible", "hidden"],
    belief="The smaller the step, the better.",
    hint="You take a step of your own, so small that x + h and x - h are x again on a computer, and the "
    "quotient is 0. Use the h that the caller gives.",
    misconception="M20",
)
def central_diff__h_too_small(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    h = 1e-50
    return (f(float(x) + h) - f(float(x) - h)) / (2 * h)


@mistake(
    loses=["visible", "hidden"],
    belief="float32 is precise enough: networks use it.",
    hint="You compute in float32, which has about 7 digits. A difference of two nearly equal numbers loses "
    "most of them, and dividing by a small h blows up the rest. Which dtype has more digits?",
)
def central_diff__float32(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x, h = np.float32(x), np.float32(h)
    return float((f(x + h) - f(x - h)) / (2 * h))


@mistake(
    loses=["hidden"],
    belief="At a kink the function must say that there is no derivative.",
    hint="Your function refuses a point where the slopes on both sides differ. It is true that there is no "
    "derivative at a kink, but the quotient exists, and the text asks for it.",
    misconception="M202",
)
def central_diff__refuses_kinks(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    right, left = (f(x + 1e-6) - f(x)) / 1e-6, (f(x) - f(x - 1e-6)) / 1e-6
    if abs(right - left) > 0.01:
        raise ValueError("no derivative at this point")
    return (f(x + h) - f(x - h)) / (2 * h)


@mistake(
    loses=["hidden"],
    belief="Python refuses to divide by 0 on its own, so h needs no check.",
    hint="h is not checked. Python's own complaint about h = 0 is a ZeroDivisionError, NumPy only warns, and "
    "for a negative h the quotient comes out as if nothing were wrong. All of them must raise ValueError.",
)
def central_diff__unchecked(f, x, h=1e-4):
    return (f(x + h) - f(x - h)) / (2 * h)


@alternative("the mean of the slopes ahead and behind")
def central_diff__mean_of_two(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    return 0.5 * ((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h)


@alternative("each height divided on its own way")
def central_diff__points(f, x, h=1e-4):
    if not h > 0:
        raise ValueError(f"h is {h}, it must be positive")
    left, right = x - h, x + h
    return (f(right) - f(left)) / (right - left)


@alternative("both heights in one NumPy array")
def central_diff__array(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    left, right = f(np.array([-1.0, 1.0]) * h + x)
    return np.float64(right - left) / h / 2


@alternative("weights as a dot product in PyTorch")
def central_diff__torch_dot(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    heights = torch.tensor([float(f(x + side * h)) for side in (-1, 0, 1)], dtype=torch.float64)
    weights = torch.tensor([-0.5, 0.0, 0.5], dtype=torch.float64) / h
    return (heights @ weights).item()


# ---------------------------------------------------------------- error_curve


@mistake(
    loses=["visible", "hidden"],
    belief="The better rule comes first.",
    hint="Your two rows are the wrong way round: row 0 belongs to the forward quotient.",
)
def error_curve__swapped_rows(f, x, exact, hs):
    hs = np.asarray(hs, dtype=np.float64)
    if hs.ndim != 1 or np.any(hs <= 0):
        raise ValueError("hs must be 1-D and positive")
    forward = [abs((f(x + h) - f(x)) / h - exact) for h in hs]
    central = [abs((f(x + h) - f(x - h)) / (2 * h) - exact) for h in hs]
    return np.array([central, forward])


@mistake(
    loses=["visible", "hidden"],
    belief="Each step has a row: its forward and its central error.",
    hint="You have a row for each step and a column for each rule. It is to be the other way round: two "
    "rows, and a column for each step.",
)
def error_curve__transposed(f, x, exact, hs):
    hs = np.asarray(hs, dtype=np.float64)
    if hs.ndim != 1 or np.any(hs <= 0):
        raise ValueError("hs must be 1-D and positive")
    errors = [(abs((f(x + h) - f(x)) / h - exact), abs((f(x + h) - f(x - h)) / (2 * h) - exact)) for h in hs]
    return np.array(errors).reshape(-1, 2)


@mistake(
    loses=["visible", "hidden"],
    belief="An error is a share of the right value.",
    hint="You divide the errors by the exact value. Relative errors are good to know, but the text asks for "
    "the distance itself, and the exact value may be 0.",
)
def error_curve__relative(f, x, exact, hs):
    hs = np.asarray(hs, dtype=np.float64)
    if hs.ndim != 1 or np.any(hs <= 0):
        raise ValueError("hs must be 1-D and positive")
    forward = [abs((f(x + h) - f(x)) / h - exact) for h in hs]
    central = [abs((f(x + h) - f(x - h)) / (2 * h) - exact) for h in hs]
    return np.array([forward, central]) / np.abs(exact)


@mistake(
    loses=["visible", "hidden"],
    belief="A curve goes from the smallest step to the largest.",
    hint="You sort the steps first. The columns then no longer stand below the steps that the caller gave: "
    "keep the order of `hs`.",
)
def error_curve__sorted(f, x, exact, hs):
    hs = np.asarray(hs, dtype=np.float64)
    if hs.ndim != 1 or np.any(hs <= 0):
        raise ValueError("hs must be 1-D and positive")
    hs = np.sort(hs)
    forward = [abs((f(x + h) - f(x)) / h - exact) for h in hs]
    central = [abs((f(x + h) - f(x - h)) / (2 * h) - exact) for h in hs]
    return np.array([forward, central])


@mistake(
    loses=["visible", "hidden"],
    belief="The curve shows the two quotients.",
    hint="You return the quotients themselves. The errors are how far they are from `exact`: does your code "
    "use it?",
)
def error_curve__quotients(f, x, exact, hs):
    hs = np.asarray(hs, dtype=np.float64)
    if hs.ndim != 1 or np.any(hs <= 0):
        raise ValueError("hs must be 1-D and positive")
    forward = [(f(x + h) - f(x)) / h for h in hs]
    central = [(f(x + h) - f(x - h)) / (2 * h) for h in hs]
    return np.array([forward, central])


@mistake(
    loses=["hidden"],
    belief="The error is the quotient minus the exact value.",
    hint="Some of your errors are negative: those of quotients below the exact value. How far two numbers "
    "are apart is never negative.",
)
def error_curve__signed(f, x, exact, hs):
    hs = np.asarray(hs, dtype=np.float64)
    if hs.ndim != 1 or np.any(hs <= 0):
        raise ValueError("hs must be 1-D and positive")
    forward = [(f(x + h) - f(x)) / h - exact for h in hs]
    central = [(f(x + h) - f(x - h)) / (2 * h) - exact for h in hs]
    return np.array([forward, central])


@mistake(
    loses=["hidden"],
    belief="The errors have the dtype of the steps.",
    hint="Steps that are whole numbers give you whole errors: the array that you fill has the dtype of `hs`. "
    "Errors are floating for every input.",
)
def error_curve__integer_buffer(f, x, exact, hs):
    hs = np.asarray(hs)
    if hs.ndim != 1 or np.any(hs <= 0):
        raise ValueError("hs must be 1-D and positive")
    out = np.zeros_like([hs, hs])
    for i, h in enumerate(hs):
        out[0, i] = abs((f(x + h) - f(x)) / h - exact)
        out[1, i] = abs((f(x + h) - f(x - h)) / (2 * h) - exact)
    return out


@mistake(
    loses=["hidden"],
    belief="A quotient with a very small step is as good as the exact value.",
    hint="You measure against an estimate of your own, and not against `exact`. Estimates are what the curve "
    "is to judge, so they cannot be the judge.",
)
def error_curve__ignores_exact(f, x, exact, hs):
    hs = np.asarray(hs, dtype=np.float64)
    if hs.ndim != 1 or np.any(hs <= 0):
        raise ValueError("hs must be 1-D and positive")
    exact = (f(x + 1e-5) - f(x - 1e-5)) / 2e-5
    forward = [abs((f(x + h) - f(x)) / h - exact) for h in hs]
    central = [abs((f(x + h) - f(x - h)) / (2 * h) - exact) for h in hs]
    return np.array([forward, central])


@mistake(
    loses=["hidden"],
    belief="The formulas work for arrays of any shape, so any hs will do.",
    hint="Your function takes an `hs` with any number of axes. The text allows one axis only: "
    "check `hs.ndim`.",
)
def error_curve__any_shape(f, x, exact, hs):
    hs = np.asarray(hs, dtype=np.float64)
    if np.any(hs <= 0):
        raise ValueError("hs must be positive")
    forward, central = (f(x + hs) - f(x)) / hs, (f(x + hs) - f(x - hs)) / (2 * hs)
    return np.abs(np.stack([forward, central]) - exact)


@mistake(
    loses=["hidden"],
    belief="NumPy reports a division by 0 on its own.",
    hint="Nobody checks the steps: for a step of 0 NumPy gives NaN with no more than a warning, and a "
    "negative step gives a number. Steps that are not positive must raise ValueError.",
)
def error_curve__unchecked(f, x, exact, hs):
    hs = np.asarray(hs, dtype=np.float64)
    if hs.ndim != 1:
        raise ValueError("hs must be 1-D")
    forward = [abs((f(x + h) - f(x)) / h - exact) for h in hs]
    central = [abs((f(x + h) - f(x - h)) / (2 * h) - exact) for h in hs]
    return np.array([forward, central])


@alternative("all steps at once")
def error_curve__vectorised(f, x, exact, hs):
    hs = np.array(hs, dtype=float)
    if hs.ndim != 1 or (hs <= 0).any():
        raise ValueError("hs must be 1-D and positive")
    forward = (f(x + hs) - f(x)) / hs
    central = (f(x + hs) - f(x - hs)) / (2 * hs)
    return np.abs(np.vstack([forward, central]) - exact)


@alternative("a loop into an array of zeros")
def error_curve__loop(f, x, exact, hs):
    if np.ndim(hs) != 1:
        raise ValueError("hs must be 1-D")
    out = np.zeros((2, len(hs)))
    for i in range(len(hs)):
        h = float(hs[i])
        if h <= 0:
            raise ValueError(f"step {i} is not positive")
        out[0, i] = abs((f(x + h) - f(x)) / h - exact)
        out[1, i] = abs((f(x + h) - f(x - h)) / (2 * h) - exact)
    return out


@alternative("PyTorch tensors for heights and errors")
def error_curve__torch(f, x, exact, hs):
    hs = torch.tensor(np.array(hs), dtype=torch.float64)
    if hs.ndim != 1 or bool((hs <= 0).any()):
        raise ValueError("hs must be 1-D and positive")
    right = torch.tensor([float(f(x + h)) for h in hs.tolist()], dtype=torch.float64)
    left = torch.tensor([float(f(x - h)) for h in hs.tolist()], dtype=torch.float64)
    quotients = torch.stack([(right - float(f(x))) / hs, (right - left) / (2 * hs)])
    return (quotients - exact).abs().numpy()


# ---------------------------------------------------------------- tangent_line


@mistake(
    loses=["visible", "hidden"],
    belief="A line is height plus slope times x.",
    hint="Your line has the right slope, but it does not touch the curve at x0. The slope is to be "
    "multiplied by the way from x0 to the place, not by the place.",
)
def tangent_line__not_shifted(f, x0, xs, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    slope = (f(x0 + h) - f(x0 - h)) / (2 * h)
    return f(x0) + slope * np.asarray(xs, dtype=np.float64)


@mistake(
    loses=["visible", "hidden"],
    belief="The tangent is slope times distance.",
    hint="Your line is 0 at x0. There it ought to be as high as the curve.",
)
def tangent_line__no_offset(f, x0, xs, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    slope = (f(x0 + h) - f(x0 - h)) / (2 * h)
    return slope * (np.asarray(xs, dtype=np.float64) - x0)


@mistake(
    loses=["visible", "hidden"],
    belief="Near x0 the tangent and the curve are the same.",
    hint="You return the curve itself. The tangent is straight: it goes on with the slope that the curve has "
    "at x0.",
)
def tangent_line__curve(f, x0, xs, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    return f(np.asarray(xs, dtype=np.float64))


@mistake(
    loses=["visible", "hidden"],
    belief="Any difference quotient will do as the slope.",
    hint="Your slope is the forward quotient. The text asks for the central one, whose error is smaller.",
)
def tangent_line__forward_slope(f, x0, xs, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    slope = (f(x0 + h) - f(x0)) / h
    return f(x0) + slope * (np.asarray(xs, dtype=np.float64) - x0)


@mistake(
    loses=["visible", "hidden"],
    belief="The distance is x0 - x.",
    hint="Your line falls where the curve rises. To the right of x0 the way from x0 counts as positive: look "
    "at the order of your subtraction.",
)
def tangent_line__sign(f, x0, xs, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    slope = (f(x0 + h) - f(x0 - h)) / (2 * h)
    return f(x0) + slope * (x0 - np.asarray(xs, dtype=np.float64))


@mistake(
    loses=["hidden"],
    belief="A good h is 1e-4, so I always take it.",
    hint="Your line does not depend on the h that is passed in. 1e-4 is only the default: hand `h` on to "
    "what computes the slope.",
)
def tangent_line__ignores_h(f, x0, xs, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    slope = (f(x0 + 1e-4) - f(x0 - 1e-4)) / 2e-4
    return f(x0) + slope * (np.asarray(xs, dtype=np.float64) - x0)


@mistake(
    loses=["hidden"],
    belief="xs is a row of places.",
    hint="You go through `xs` as if it were a row of numbers. It may have more axes: let NumPy work on the "
    "whole array, or go through each element and keep the shape.",
)
def tangent_line__one_row(f, x0, xs, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    slope = (f(x0 + h) - f(x0 - h)) / (2 * h)
    return np.array([float(f(x0) + slope * (x - x0)) for x in xs])


@mistake(
    loses=["hidden"],
    belief="The heights have the dtype of xs.",
    hint="Given whole places you collect the heights in an array of whole numbers, and what comes after the "
    "point is lost. Heights are floating for every input.",
)
def tangent_line__integer_buffer(f, x0, xs, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    slope = (f(x0 + h) - f(x0 - h)) / (2 * h)
    out = np.zeros_like(xs)
    out[...] = f(x0) + slope * (xs - x0)
    return out


@mistake(
    loses=["hidden"],
    belief="xs is mine, so I can shift it.",
    hint="You subtract x0 from `xs` in place, so the caller's array is changed: after the call the places "
    "are gone. Make a new array of differences.",
)
def tangent_line__shifts_xs(f, x0, xs, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    slope = (f(x0 + h) - f(x0 - h)) / (2 * h)
    xs -= x0
    return f(x0) + slope * xs


@mistake(
    loses=["hidden"],
    belief="Python refuses to divide by 0 on its own, so h needs no check.",
    hint="h is not checked. Python's own complaint about h = 0 is a ZeroDivisionError, NumPy only warns, and "
    "for a negative h the line comes out as if nothing were wrong. All of them must raise ValueError.",
)
def tangent_line__unchecked(f, x0, xs, h=1e-4):
    slope = (f(x0 + h) - f(x0 - h)) / (2 * h)
    return f(x0) + slope * (np.asarray(xs, dtype=np.float64) - x0)


@alternative("intercept and slope")
def tangent_line__intercept(f, x0, xs, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    slope = (f(x0 + h) - f(x0 - h)) / h / 2
    return slope * np.array(xs, dtype=float) + (f(x0) - slope * x0)


@alternative("a loop over the elements")
def tangent_line__loop(f, x0, xs, h=1e-4):
    if not h > 0:
        raise ValueError("h must be positive")
    out = np.empty(np.shape(xs))
    height, slope = f(x0), (f(x0 + h) - f(x0 - h)) / (2 * h)
    for place in np.ndindex(out.shape):
        out[place] = height + slope * (xs[place] - x0)
    return out


@alternative("a PyTorch tensor of places")
def tangent_line__torch(f, x0, xs, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    places = torch.tensor(np.array(xs), dtype=torch.float64)
    slope = float(f(x0 + h) - f(x0 - h)) / (2 * h)
    return (float(f(x0)) + slope * (places - x0)).numpy()
