package dev.pollux.server.space;

import dev.pollux.archive.Series;
import dev.pollux.server.history.HistoricalNodes;
import dev.pollux.server.history.HistoricalNodes.HistoricalNode;
import dev.pollux.server.project.Area;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.jspecify.annotations.Nullable;

/**
 * Which node a NodeId of the project's namespace means, and how the nodes hang together. Nothing is stored for a tag
 * but its place in its area's list. The root is area 0 with the identifier {@code /}.
 */
final class TagNodes {
    /** The NodeId names nothing here. */
    static final int UNKNOWN = -1;
    /** The NodeId names something else than a tag. */
    static final int NO_TAG = -2;

    static final int ROOT = 0;
    static final String RANGE = "EURange";
    static final String UNITS = "EngineeringUnits";
    private static final int[] EMPTY = {};

    private final UShort namespace;
    private final TagTable table;
    private final HistoryNodes history;
    private final List<Folder> areas = new ArrayList<>();
    private final Map<String, Integer> areaByPath = new HashMap<>();
    private final int[][] subAreas;
    private final int[][] tagsOfArea;
    private final int[] areaOfTag;

    /** What a NodeId names. */
    enum Kind {
        TAG,
        RANGE,
        UNITS,
        HISTORY,
        AREA
    }

    /** A node: {@code index} is of the tag, or of the area; {@code part} is set for HISTORY only. */
    record Place(Kind kind, int index, @Nullable HistoryPart part) {
        Place(Kind kind, int index) {
            this(kind, index, null);
        }

        /** Which node about history; only of one. */
        HistoryPart historyPart() {
            if (part == null) {
                throw new IllegalStateException("no node about history: " + this);
            }
            return part;
        }
    }

    /** An area as it is shown; the root, with an empty path, stands for the project itself. */
    record Folder(String path, String description) {}

    TagNodes(UShort namespace, String projectName, List<Area> projectAreas, TagTable table, HistoryNodes history) {
        this.namespace = namespace;
        this.history = history;
        this.table = table;
        areas.add(new Folder("", projectName));
        areaByPath.put("", ROOT);
        for (Area area : projectAreas) {
            if (areaByPath.put(area.path(), areas.size()) != null) {
                throw new IllegalArgumentException("area " + area.path() + " is there twice");
            }
            areas.add(new Folder(area.path(), area.description()));
        }
        subAreas = new int[areas.size()][];
        tagsOfArea = new int[areas.size()][];
        areaOfTag = new int[table.tags().size()];
        hangUpAreas();
        hangUpTags();
    }

    private void hangUpAreas() {
        Arrays.fill(subAreas, EMPTY);
        for (int area = 1; area < areas.size(); area++) {
            int parent = parentOf(area);
            subAreas[parent] = append(subAreas[parent], area);
        }
    }

    private void hangUpTags() {
        int[] counts = new int[areas.size()];
        for (int tag = 0; tag < areaOfTag.length; tag++) {
            Tag each = table.tags().get(tag);
            if (each.name().startsWith("/")) {
                throw new IllegalArgumentException("tag name " + each.name() + " must not start with /");
            }
            areaOfTag[tag] = area(each.area(), "tag " + each.name());
            counts[areaOfTag[tag]]++;
        }
        for (int area = 0; area < counts.length; area++) {
            tagsOfArea[area] = new int[counts[area]];
        }
        for (int tag = areaOfTag.length - 1; tag >= 0; tag--) {
            int area = areaOfTag[tag];
            tagsOfArea[area][--counts[area]] = tag;
        }
    }

    private static int[] append(int[] before, int element) {
        int[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = element;
        return after;
    }

    private int parentOf(int area) {
        String path = areas.get(area).path();
        int slash = path.lastIndexOf('/');
        return area(slash < 0 ? "" : path.substring(0, slash), "area " + path);
    }

    private int area(String path, String user) {
        Integer index = areaByPath.get(path);
        if (index == null) {
            throw new IllegalArgumentException(user + " lies in area " + path + ", which the project does not have");
        }
        return index;
    }

    /** The node that a NodeId of this namespace names, null if none. */
    @Nullable
    Place find(NodeId id) {
        if (!(id.getIdentifier() instanceof String text)) {
            return null;
        }
        OptionalInt tag = table.indexOf(text);
        if (tag.isPresent()) {
            return new Place(Kind.TAG, tag.getAsInt());
        }
        if (text.startsWith("/")) {
            Integer area = areaByPath.get(text.substring(1));
            return area == null ? null : new Place(Kind.AREA, area);
        }
        int hash = text.lastIndexOf('#');
        return hash < 0 ? null : property(text.substring(0, hash), text.substring(hash + 1));
    }

    private @Nullable Place property(String tagName, String property) {
        OptionalInt tag = table.indexOf(tagName);
        if (tag.isEmpty()) {
            return null;
        }
        Tag owner = tag(tag.getAsInt());
        if (property.equals(RANGE) && hasRange(owner)) {
            return new Place(Kind.RANGE, tag.getAsInt());
        }
        if (property.equals(UNITS) && hasUnit(owner)) {
            return new Place(Kind.UNITS, tag.getAsInt());
        }
        return HistoryPart.of(property)
                .filter(part -> history.has(tag.getAsInt(), part))
                .map(part -> new Place(Kind.HISTORY, tag.getAsInt(), part))
                .orElse(null);
    }

    /** What history a NodeId of this namespace has. */
    HistoricalNode historical(NodeId id) {
        Place place = find(id);
        if (place == null) {
            return HistoricalNode.none(false);
        }
        boolean remarks = place.kind() == Kind.HISTORY && place.historyPart() == HistoryPart.ANNOTATIONS;
        if (place.kind() != Kind.TAG && !remarks) {
            return HistoricalNode.none(true);
        }
        return new HistoricalNode(
                remarks ? HistoricalNodes.Kind.ANNOTATIONS : HistoricalNodes.Kind.VALUES,
                place.index(),
                Series.of(tag(place.index()).name()));
    }

    /** Index of the tag that a NodeId names, else {@link #UNKNOWN} or {@link #NO_TAG}. */
    int tagOf(NodeId id) {
        Place place = find(id);
        if (place == null) {
            return UNKNOWN;
        }
        return place.kind() == Kind.TAG ? place.index() : NO_TAG;
    }

    static boolean hasRange(Tag tag) {
        return tag.type().numeric() && tag.range().isPresent();
    }

    static boolean hasUnit(Tag tag) {
        return tag.type().numeric() && !tag.unit().isEmpty();
    }

    Tag tag(int index) {
        return table.tags().get(index);
    }

    Folder areaAt(int index) {
        return areas.get(index);
    }

    NodeId areaId(int area) {
        return new NodeId(namespace, "/" + areas.get(area).path());
    }

    NodeId tagId(int tag) {
        return new NodeId(namespace, tag(tag).name());
    }

    NodeId propertyId(int tag, String property) {
        return new NodeId(namespace, tag(tag).name() + "#" + property);
    }

    /** All references that start at a node. */
    List<Reference> references(Place place) {
        return switch (place.kind()) {
            case AREA -> ofArea(place.index());
            case TAG -> ofTag(place.index());
            case RANGE -> ofProperty(propertyId(place.index(), RANGE), place.index());
            case UNITS -> ofProperty(propertyId(place.index(), UNITS), place.index());
            case HISTORY -> history.references(place.index(), tag(place.index()).name(), place.historyPart());
        };
    }

    private List<Reference> ofArea(int area) {
        NodeId id = areaId(area);
        List<Reference> references = new ArrayList<>(subAreas[area].length + tagsOfArea[area].length + 2);
        references.add(reference(id, NodeIds.HasTypeDefinition, NodeIds.FolderType, true));
        NodeId parent = area == ROOT ? NodeIds.ObjectsFolder : areaId(parentOf(area));
        references.add(reference(id, NodeIds.Organizes, parent, false));
        for (int each : subAreas[area]) {
            references.add(reference(id, NodeIds.Organizes, areaId(each), true));
        }
        for (int each : tagsOfArea[area]) {
            references.add(reference(id, NodeIds.Organizes, tagId(each), true));
        }
        return references;
    }

    private List<Reference> ofTag(int tag) {
        NodeId id = tagId(tag);
        List<Reference> references = new ArrayList<>(4);
        references.add(reference(id, NodeIds.HasTypeDefinition, typeOf(tag(tag)), true));
        references.add(reference(id, NodeIds.Organizes, areaId(areaOfTag[tag]), false));
        if (hasRange(tag(tag))) {
            references.add(reference(id, NodeIds.HasProperty, propertyId(tag, RANGE), true));
        }
        if (hasUnit(tag(tag))) {
            references.add(reference(id, NodeIds.HasProperty, propertyId(tag, UNITS), true));
        }
        references.addAll(history.below(tag, tag(tag).name(), null));
        return references;
    }

    private List<Reference> ofProperty(NodeId id, int tag) {
        return List.of(
                reference(id, NodeIds.HasTypeDefinition, NodeIds.PropertyType, true),
                reference(id, NodeIds.HasProperty, tagId(tag), false));
    }

    /** OPC 10000-8 §5.3.2: which type fits depends on whether range and unit are known. */
    private static NodeId typeOf(Tag tag) {
        if (hasRange(tag)) {
            return hasUnit(tag) ? NodeIds.AnalogUnitRangeType : NodeIds.AnalogItemType;
        }
        return hasUnit(tag) ? NodeIds.AnalogUnitType : NodeIds.BaseDataVariableType;
    }

    static Reference reference(NodeId source, NodeId type, NodeId target, boolean forward) {
        return new Reference(source, type, target.expanded(), forward);
    }
}
