package series;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NameIndexTest {
    private final NameIndex names = new NameIndex();

    private int add(String name) {
        byte[] bytes = ("--" + name + "--").getBytes(UTF_8);
        return names.add(bytes, 2, bytes.length - 4);
    }

    private int find(String name) {
        byte[] bytes = name.getBytes(UTF_8);
        return names.find(bytes, 0, bytes.length);
    }

    @Test
    void manyNamesAreFoundByTheirNumbers() {
        for (int i = 0; i < 100_000; i++) {
            assertEquals(i, add("S" + i * 31));
        }
        for (int i = 0; i < 100_000; i++) {
            assertEquals(i, find("S" + i * 31));
            assertEquals("S" + i * 31, names.name(i));
        }
        assertEquals(100_000, names.size());
        assertEquals(-1, find("S1"));
    }

    @Test
    void aNameThatIsThereSaysWhere() {
        add("A");
        add("Größe");
        assertEquals(-2, add("Größe"));
        assertEquals(2, names.size());
        assertEquals(-1, find(""));
    }
}
