namespace Linli.Places.Walking.Entrances;

/// <summary>What tags say about an entrance, in OpenStreetMap's words, which GeoJSON files use too.</summary>
internal static class EntranceTags
{
    /// <summary>Whether people go in there: not an exit only, nor a garage or a door for deliveries.</summary>
    public static bool IsEntrance(IReadOnlyDictionary<string, string> tags) =>
        tags.TryGetValue("entrance", out var kind) && kind is not ("no" or "exit" or "emergency" or "emergency_exit" or "fire_exit" or "service" or "garage")
        && tags.GetValueOrDefault("access") is not "no" && tags.GetValueOrDefault("foot") is not "no";

    /// <summary>Whether one gets in without a step; <c>null</c> where nothing is said.</summary>
    public static bool? StepFree(IReadOnlyDictionary<string, string> tags)
    {
        if (tags.GetValueOrDefault("wheelchair") is "yes" or "designated" or "limited" || tags.GetValueOrDefault("ramp:wheelchair") is "yes" || tags.GetValueOrDefault("step_count") is "0")
            return true;
        if (tags.GetValueOrDefault("wheelchair") is "no" || int.TryParse(tags.GetValueOrDefault("step_count"), out var steps) && steps > 0)
            return false;
        return tags.GetValueOrDefault("step_free") switch { "yes" or "True" or "true" => true, "no" or "False" or "false" => false, _ => null };
    }
}
