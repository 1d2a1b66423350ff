package dev.pollux.nodesets;

import java.util.List;

/**
 * The content of one NodeSet2 file (OPC 10000-6 Annex F), checked: NodeIds are unique, aliases are resolved, and every
 * reference into the file's own models has a target.
 *
 * @param file name for error messages
 * @param namespaceUris by the index that the file uses; 0 is always the OPC UA namespace
 * @param models that the file defines, at least one
 * @param nodes in the order of the file
 */
public record NodeSet(String file, List<String> namespaceUris, List<Model> models, List<UANode> nodes) {
    /** The namespace that OPC UA itself defines. */
    public static final String OPC_UA = "http://opcfoundation.org/UA/";

    public NodeSet {
        namespaceUris = List.copyOf(namespaceUris);
        models = List.copyOf(models);
        nodes = List.copyOf(nodes);
    }

    /**
     * A model that a file defines.
     *
     * @param uri its namespace
     * @param version as written, may be empty
     * @param publicationDate as written, may be empty
     * @param required models that must be loaded before
     */
    public record Model(String uri, String version, String publicationDate, List<RequiredModel> required) {
        public Model {
            required = List.copyOf(required);
        }
    }

    /**
     * A model that another one builds on.
     *
     * @param uri its namespace
     * @param version lowest version, may be empty
     * @param publicationDate lowest date, may be empty
     */
    public record RequiredModel(String uri, String version, String publicationDate) {}
}
