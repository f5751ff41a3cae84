using Linli.Platform.Text;

namespace Linli.Web;

/// <summary>One of the few large buttons on the home screen.</summary>
/// <param name="Path">Where it leads.</param>
/// <param name="Title">What it does.</param>
/// <param name="Icon">Name of a Tabler icon.</param>
public sealed record QuickAction(string Path, Phrase Title, string Icon);
