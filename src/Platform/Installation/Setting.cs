namespace Linli.Platform.Installation;

/// <summary>A fact about the installation as a whole.</summary>
internal sealed class Setting
{
    /// <summary>The installation's id, made once.</summary>
    public const string InstallationId = "installation";

    /// <summary>Present, with the day it was made for, when the data is the demo community.</summary>
    public const string Demo = "demo";

    public required string Name { get; init; }

    public required string Value { get; set; }
}
