package series;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTextTest {
    private static String written(double number) {
        CsvText text = new CsvText().number(number);
        return new String(text.bytes(), 0, text.length(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "0.30000000000000004, 0.3",
        "1, 1",
        "-1.50, -1.5",
        "0, 0",
        "-0.0, 0",
        "100, 100",
        "999999999999.9, 1000000000000",
        "99999999999.94, 99999999999.9",
        "9.99999999995, 9.99999999995",
        "9.99999999999999, 10",
        "0.099999999999999, 0.1",
        "123456789012345, 123456789012000",
        "0.00012345, 0.00012345",
        "0.0001, 0.0001",
        "0.00001, 1.0E-5",
        "1e15, 1.0E15",
        "1.23456789012345e300, 1.23456789012E300",
        "2.5e-310, 2.5E-310"
    })
    void aNumberHas12DigitsAndNoneThatSaysNothing(double number, String text) {
        assertEquals(text, written(number));
    }

    @Test
    void anyNumberIsRightTo12Digits() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            double number = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(24) - 6);
            BigDecimal exact = new BigDecimal(number);
            BigDecimal off = new BigDecimal(written(number)).subtract(exact).abs();
            BigDecimal half = exact.round(new MathContext(12)).ulp().multiply(new BigDecimal("0.501"));
            assertEquals(-1, off.compareTo(half), number + " is written " + written(number));
        }
    }

    @Test
    void whatIsNoNumberIsAnEmptyCell() {
        assertEquals("", written(Double.NaN));
    }

    @Test
    void aTextIsQuotedWhereItNeedsIt() {
        CsvText text = new CsvText()
                .cell("plain")
                .comma()
                .cell("a \"b\"")
                .comma()
                .cell("c,d")
                .comma()
                .cell("e\nf")
                .endLine();
        assertEquals("plain,\"a \"\"b\"\"\",\"c,d\",\"e\nf\"\n", new String(text.bytes(), 0, text.length(), UTF_8));
    }

    private static String cell(String text) {
        CsvText written = new CsvText().cell(text);
        return new String(written.bytes(), 0, written.length(), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "-", "-NaN", "\t=1", "-0x1p3", "-1d"})
    void aFormulaGetsAnApostrophe(String text) {
        assertEquals("'" + text, cell(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAPL", "a=1", "'=1", "", "-5", "+1.5e3", "-.5", "5."})
    void anotherTextAndANumberStay(String text) {
        assertEquals(text, cell(text));
    }

    @Test
    void aFormulaInQuotesGetsAnApostrophe() {
        assertEquals("\"'=A1,\"\"B\"\"\"", cell("=A1,\"B\""));
        assertEquals("\"'\r=1\"", cell("\r=1"));
    }
}
