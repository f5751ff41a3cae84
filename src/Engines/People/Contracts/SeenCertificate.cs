using Linli.Platform.Results;
using Linli.Web;

namespace Linli.People;

/// <summary>A certificate of the network identity that a form on a page showed and that was verified: it need not be shown again because something else was wrong.</summary>
/// <param name="Check">Number of the result.</param>
/// <param name="Mark">By which it is told apart.</param>
public sealed record SeenCertificate(Guid Check, string Mark)
{
    /// <summary>The one that came back with the form, if any.</summary>
    public static SeenCertificate? Kept(PostedForm form, string who) => form.Id(who + "Check") is { } check ? new(check, form.Text(who + "Mark") ?? "") : null;

    /// <summary>The one that came back, or the one just shown once it is verified; nothing where a document is shown. Not within a command.</summary>
    /// <param name="form">The form.</param>
    /// <param name="who">The fields of <see cref="CertificateField"/> begin with it.</param>
    /// <param name="purpose">Code of what for.</param>
    /// <param name="network">Who verifies.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The certificate, and why one that was shown is refused, with its field.</returns>
    public static async Task<(SeenCertificate? Seen, IReadOnlyList<Problem> Problems)> Read(PostedForm form, string who, string purpose, INetworkIdentity network, CancellationToken cancel)
    {
        if (Kept(form, who) is { } kept)
            return (kept, []);
        if (form.Text(who + "Network") is not { } code)
            return (null, []);
        var known = await network.Check(purpose, code, cancel);
        return known.Ok ? (new(known.Value.Id, known.Value.Mark), []) : (null, [known.Problem with { Field = who + "Network" }]);
    }
}
