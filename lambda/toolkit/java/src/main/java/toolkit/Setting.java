package toolkit;

import java.util.Locale;

/**
 * Reads the settings that tools.json declares and the stack's configuration sets. They are plain text.
 *
 * <p>The deployment fills in the defaults of tools.json, so there are no defaults here.
 */
public final class Setting {
    private Setting() {}

    /** Returns the text of a setting. It is empty if the setting is, or if no stack deployed the function. */
    public static String of(String name) {
        String value = System.getenv("SETTING_" + name.toUpperCase(Locale.ROOT));
        return value == null ? "" : value;
    }
}
