package series;

/**
 * Follows times from one to the next: they go forward or backward, and each is there once. rust-clustering has the same rules in
 * time_order.rs.
 */
final class TimeOrder {
    private enum Labels {
        NO_TIMES,
        /** Times without a year: they have no order. */
        UNORDERED,
        TEXT,
        NUMBERS
    }

    private enum Fault {
        NO_TIME,
        AGAIN,
        OUT_OF_ORDER
    }

    /** The last time, and the direction of the times before it: 1 forward, -1 backward, 0 not known. */
    private static final class Run {
        private double last = Double.NaN;
        private int direction = 0;
        private boolean isAlive = true;

        /** Returns null if the time fits. */
        private Fault add(double time) {
            if (!Double.isNaN(last)) {
                int step = Integer.signum(Double.compare(time, last));
                if (step == 0) {
                    return Fault.AGAIN;
                }
                if (direction != 0 && direction != step) {
                    return Fault.OUT_OF_ORDER;
                }
                direction = step;
            }
            last = time;
            return null;
        }
    }

    private final Labels labels;
    private final byte mark;
    /** For text: month first, and day first. A run isn't alive if a time before didn't fit. */
    private final Run[] runs = {new Run(), new Run()};

    private TimeOrder(Labels labels, byte mark) {
        this.labels = labels;
        this.mark = mark;
    }

    static TimeOrder none() {
        return new TimeOrder(Labels.NO_TIMES, (byte) '.');
    }

    /** Returns the order for labels that begin with this time. */
    static TimeOrder ofText(String first) {
        TimeText.Time time = TimeText.read(first);
        Labels labels = time == null ? Labels.NO_TIMES : time.ordered() ? Labels.TEXT : Labels.UNORDERED;
        return new TimeOrder(labels, (byte) '.');
    }

    static TimeOrder ofNumbers(byte mark) {
        return new TimeOrder(Labels.NUMBERS, mark);
    }

    /** Adds a label. Returns the fault, a sentence without the place; null if there is none. */
    String add(String label) {
        return switch (labels) {
            case NO_TIMES -> null;
            case UNORDERED -> {
                TimeText.Time time = TimeText.read(label);
                yield time == null || time.ordered() ? sentence(Fault.NO_TIME, label, 0) : null;
            }
            case TEXT -> addText(label);
            case NUMBERS -> {
                double number = Cell.number(label, mark);
                Fault fault = Double.isNaN(number) ? Fault.NO_TIME : runs[0].add(number);
                yield sentence(fault, label, runs[0].direction);
            }
        };
    }

    private String addText(String label) {
        TimeText.Time time = TimeText.read(label);
        if (time == null || !time.ordered()) {
            return sentence(Fault.NO_TIME, label, 0);
        }
        String first = null;
        Long[] readings = {time.monthFirst(), time.dayFirst()};
        for (int i = 0; i < runs.length; i++) {
            if (runs[i].isAlive) {
                Fault fault = readings[i] == null ? Fault.NO_TIME : runs[i].add(readings[i]);
                if (fault != null) {
                    runs[i].isAlive = false;
                    first = first == null ? sentence(fault, label, runs[i].direction) : first;
                }
            }
        }
        return runs[0].isAlive || runs[1].isAlive ? null : first;
    }

    /** Returns true if the newest time is the first. */
    boolean isNewestFirst() {
        if (labels == Labels.NUMBERS) {
            return runs[0].direction < 0;
        }
        if (labels != Labels.TEXT) {
            return false;
        }
        return (runs[0].isAlive ? runs[0] : runs[1]).direction < 0;
    }

    /** Returns the reason why it isn't known if the newest time is the first, a sentence without the place; else null. */
    String doubt() {
        boolean differ =
                labels == Labels.TEXT && runs[0].isAlive && runs[1].isAlive && runs[0].direction != runs[1].direction;
        return differ
                ? "The dates can have the month first or the day first, and go forward or backward in time by that. Write "
                        + "dates as 2024-01-31."
                : null;
    }

    private static String sentence(Fault fault, String label, int direction) {
        String shown = ShownText.of(label);
        if (fault == null) {
            return null;
        }
        return switch (fault) {
            case NO_TIME -> shown + " isn't a date or time like those before. Leave it out, or write it like them.";
            case AGAIN ->
                shown + " is there again. Each time may be there once: of a long table make one with a column for each "
                        + "series.";
            case OUT_OF_ORDER ->
                shown + " is out of order: the times before it go " + (direction > 0 ? "forward" : "backward")
                        + ". Sort them.";
        };
    }
}
