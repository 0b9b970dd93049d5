package series;

/** Finds the separator that divides all first lines into as many cells, some of them numbers. */
final class Separator {
    private static final byte[] PREFERRED = {'\t', ';', ','};
    private static final byte[] OTHERWISE = {',', ';', '\t'};

    private Separator() {}

    static byte of(FileStart start) {
        byte even = 0;
        for (byte separator : PREFERRED) {
            if (isEven(start, separator)) {
                if (hasNumber(start, separator)) {
                    return separator;
                }
                even = even == 0 ? separator : even;
            }
        }
        if (even != 0) {
            return even;
        }
        for (byte separator : OTHERWISE) {
            if (count(start, 0, separator) > 1) {
                return separator;
            }
        }
        return ',';
    }

    private static boolean isEven(FileStart start, byte separator) {
        int first = count(start, 0, separator);
        boolean even = first > 1;
        for (int i = 1; even && i < start.lines.size(); i++) {
            even = count(start, i, separator) == first;
        }
        return even;
    }

    private static int count(FileStart start, int line, byte separator) {
        FileStart.Line of = start.lines.get(line);
        return CellReader.count(start.bytes, of.from(), of.end(), separator);
    }

    private static boolean hasNumber(FileStart start, byte separator) {
        CellReader cell = new CellReader();
        for (FileStart.Line line : start.lines) {
            cell.read(start.bytes, line.from(), line.end(), separator);
            while (cell.fault == null && cell.after < line.end()) {
                cell.read(start.bytes, cell.after + 1, line.end(), separator);
                boolean isNumber = isNumber(cell, '.') || (separator == ';' && isNumber(cell, ','));
                if (cell.fault == null && isNumber) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isNumber(CellReader cell, char mark) {
        return !Double.isNaN(DecimalText.parse(cell.text, cell.from, cell.to, (byte) mark));
    }
}
