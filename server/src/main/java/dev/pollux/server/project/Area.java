package dev.pollux.server.project;

/**
 * A part of the plant, shown as a folder.
 *
 * @param path parts joined by {@code /}, for example {@code Intake/Pumps}
 * @param description for operators, may be empty
 */
public record Area(String path, String description) {
    public Area {
        if (path.isBlank() || path.startsWith("/") || path.endsWith("/") || path.contains("//")) {
            throw new IllegalArgumentException("area path \"" + path + "\" must be names joined by /");
        }
    }
}
