package toolkit;

import java.util.Locale;

/**
 * Settings of the tool function, which tools.json declares and the stack's configuration sets: plain text.
 *
 * <p>Their defaults stand in tools.json and are filled in at the deployment, so there are none here.
 */
public final class Setting {
    private Setting() {}

    /** The text of a setting; the empty text where it is empty, or where the function was not deployed by the stack. */
    public static String of(String name) {
        String value = System.getenv("SETTING_" + name.toUpperCase(Locale.ROOT));
        return value == null ? "" : value;
    }
}
