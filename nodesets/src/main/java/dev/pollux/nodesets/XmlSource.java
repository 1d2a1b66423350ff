package dev.pollux.nodesets;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Hands out the children of the document element one by one, so that only one node is in memory as XML. Documents with
 * a DTD are refused, external entities are never fetched, depth and size are bounded.
 */
final class XmlSource {
    static final int DEPTH_MAX = 32;
    static final int ELEMENTS_PER_NODE_MAX = 100_000;
    static final int CHARACTERS_PER_NODE_MAX = 16 * 1024 * 1024;
    private static final String NAMESPACE = "http://opcfoundation.org/UA/2011/03/UANodeSet.xsd";

    private final String file;
    private final XMLStreamReader reader;
    private int elements;
    private int characters;

    XmlSource(String file, InputStream in) throws NodeSetException {
        this.file = file;
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        try {
            reader = factory.createXMLStreamReader(in);
            openRoot();
        } catch (XMLStreamException e) {
            throw notWellFormed(e);
        }
    }

    private void openRoot() throws XMLStreamException, NodeSetException {
        while (true) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD) {
                throw fault("a DTD is not allowed");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                break;
            }
        }
        if (!reader.getLocalName().equals("UANodeSet") || !NAMESPACE.equals(reader.getNamespaceURI())) {
            throw fault("the document element must be UANodeSet of " + NAMESPACE + ", not " + reader.getLocalName());
        }
    }

    /** The next child of the document element; empty at the end. */
    Optional<XmlElement> next() throws NodeSetException {
        try {
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    elements = 0;
                    characters = 0;
                    return Optional.of(element(1));
                }
            }
            return Optional.empty();
        } catch (XMLStreamException e) {
            throw notWellFormed(e);
        }
    }

    private XmlElement element(int depth) throws XMLStreamException, NodeSetException {
        if (depth > DEPTH_MAX) {
            throw fault("elements are nested deeper than " + DEPTH_MAX);
        }
        if (++elements > ELEMENTS_PER_NODE_MAX) {
            throw fault("a node has more than " + ELEMENTS_PER_NODE_MAX + " elements");
        }
        int line = reader.getLocation().getLineNumber();
        String name = reader.getLocalName();
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            count(reader.getAttributeValue(i));
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        List<XmlElement> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (true) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(depth + 1));
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                count(reader.getText());
                text.append(reader.getText());
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw fault("entity &" + reader.getLocalName() + "; is not allowed");
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                return new XmlElement(name, attributes, text.toString(), children, line);
            }
        }
    }

    private void count(String text) throws NodeSetException {
        characters += text.length();
        if (characters > CHARACTERS_PER_NODE_MAX) {
            throw fault("a node has more than " + CHARACTERS_PER_NODE_MAX + " characters");
        }
    }

    private NodeSetException fault(String rule) {
        return new NodeSetException(file, reader.getLocation().getLineNumber(), rule);
    }

    private NodeSetException notWellFormed(XMLStreamException e) {
        int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
        String message = String.valueOf(e.getMessage())
                .lines()
                .reduce((first, last) -> last)
                .orElse("");
        NodeSetException fault = new NodeSetException(file, line, "not well-formed XML: " + message);
        fault.initCause(e);
        return fault;
    }
}
