package org.apache.maven.eventspy;

import java.util.Map;

/**
 * Maven's own interface, to compile against. The compiled one is removed.
 *
 * <p>https://maven.apache.org/ref/3.9.11/maven-core/apidocs/org/apache/maven/eventspy/EventSpy.html
 */
public interface EventSpy {
    interface Context {
        Map<String, Object> getData();
    }

    void init(Context context) throws Exception;

    void onEvent(Object event) throws Exception;

    void close() throws Exception;
}
