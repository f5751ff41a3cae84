namespace Linli.Sensing.Lines;

/// <summary>Configuration section <c>Lines</c>: what holds for all protocols of devices over TCP.</summary>
internal sealed class LinesOptions
{
    public const string Section = "Lines";

    /// <summary>Whether this node listens for devices at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Address to listen on. Like the web server, only this machine unless an operator opens it: <c>0.0.0.0</c> or <c>::</c> for all.
    /// </summary>
    public string Address { get; set; } = "127.0.0.1";
}
