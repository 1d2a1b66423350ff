package dev.pollux.nodesets;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An XML element with its line; {@code text} is the text directly inside. */
record XmlElement(String name, Map<String, String> attributes, String text, List<XmlElement> children, int line) {

    String attribute(String key, String otherwise) {
        return attributes.getOrDefault(key, otherwise);
    }

    Optional<XmlElement> child(String childName) {
        for (XmlElement each : children) {
            if (each.name.equals(childName)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    List<XmlElement> children(String childName) {
        return children.stream().filter(each -> each.name.equals(childName)).toList();
    }

    /** Text of a child, trimmed; empty if there is no such child. */
    String childText(String childName) {
        return child(childName).map(each -> each.text.strip()).orElse("");
    }
}
