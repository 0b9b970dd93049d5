import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.eventspy.EventSpy;

/**
 * Stops Maven before it uses a file of a repository that isn't the one of the locks.
 *
 * <p>Maven tells it of each pom and jar that it has resolved: of the project, of plugins, and of those that plugins ask for. It tells so
 * before it reads the file, wherever the file comes from. components/packaging/java_maven.py puts this class into every Maven.
 *
 * <p>Maven goes on where a listener throws an exception, so this class ends the process.
 */
public final class LockedArtifacts implements EventSpy {
    private static final int STOPPED = 77;

    private final Map<String, String> locked = new HashMap<>();
    private final Map<String, String> seen = new TreeMap<>();
    private final boolean records = "yes".equals(System.getenv("LOCKED_MAVEN_RECORDS"));

    @Override
    public void init(Context context) {
        try {
            for (String lock : System.getenv("LOCKED_MAVEN_LOCKS").split(File.pathSeparator)) {
                read(lock);
            }
        } catch (IOException | RuntimeException error) {
            stop("the locks can't be read: " + error);
        }
    }

    private void read(String lock) throws IOException {
        for (String line : Files.readAllLines(Paths.get(lock), StandardCharsets.UTF_8)) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("  ", 2);
            String before = locked.put(parts[1], parts[0]);
            if (before != null && !before.equals(parts[0])) {
                stop("two locks have different files of the name " + parts[1] + ". Write them anew: make lock");
            }
        }
    }

    @Override
    public synchronized void onEvent(Object event) {
        try {
            if (!event.getClass().getName().equals("org.eclipse.aether.RepositoryEvent")
                    || !get(event, "getType").toString().equals("ARTIFACT_RESOLVED")) {
                return;
            }
            File file = (File) get(event, "getFile");
            Object repository = get(event, "getRepository");
            boolean ofTheProject = repository != null
                    && repository.getClass().getName().equals("org.eclipse.aether.repository.WorkspaceRepository");
            if (file != null && !ofTheProject) {
                check(nameOf(get(event, "getArtifact")), file);
            }
        } catch (Exception | LinkageError error) {
            stop("a file can't be compared with the locks: " + error);
        }
    }

    private void check(String name, File file) throws Exception {
        String digest = digest(file);
        String expected = locked.get(name);
        if (expected == null && !records) {
            stop(name + " isn't in the locks. If a pom.xml was changed, or this Maven is a newer one: make lock, and look at what is new");
        }
        if (expected != null && !expected.equals(digest)) {
            stop(name + " isn't the file of the lock. Its SHA-256 is " + digest + ", and the lock has " + expected + ". It is " + file
                    + ". Remove it and run the same command again, so that Maven fetches it anew. If it differs again, the place that"
                    + " Maven fetches from can't be trusted");
        }
        seen.put(name, digest);
    }

    /** Returns a name like com.example.tool-1.0.jar, which is also the name of a jar in a package. */
    private static String nameOf(Object artifact) throws ReflectiveOperationException {
        List<String> parts = new ArrayList<>();
        parts.add(get(artifact, "getGroupId") + "." + get(artifact, "getArtifactId"));
        parts.add((String) get(artifact, "getVersion"));
        String classifier = (String) get(artifact, "getClassifier");
        if (!classifier.isEmpty()) {
            parts.add(classifier);
        }
        return String.join("-", parts) + "." + get(artifact, "getExtension");
    }

    /** Calls a method by its name, because the classes of Maven's resolver aren't here when this class is compiled. */
    private static Object get(Object of, String name) throws ReflectiveOperationException {
        Method method = of.getClass().getMethod(name);
        method.setAccessible(true);
        return method.invoke(of);
    }

    private static String digest(File file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 16];
        try (InputStream content = new FileInputStream(file)) {
            for (int size = content.read(buffer); size >= 0; size = content.read(buffer)) {
                digest.update(buffer, 0, size);
            }
        }
        StringBuilder written = new StringBuilder();
        for (byte each : digest.digest()) {
            written.append(String.format("%02x", each));
        }
        return written.toString();
    }

    /** Writes the files that were checked. Without this list the Maven that ran is one that knows no listeners. */
    @Override
    public void close() {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, String> each : seen.entrySet()) {
            lines.append(each.getValue()).append("  ").append(each.getKey()).append('\n');
        }
        try {
            Files.write(Paths.get(System.getenv("LOCKED_MAVEN_SEEN")), lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException error) {
            stop("the list of checked files can't be written: " + error);
        }
    }

    private static void stop(String why) {
        System.err.println("Maven was stopped before it used a file: " + why + ".");
        System.err.flush();
        Runtime.getRuntime().halt(STOPPED);
    }
}
