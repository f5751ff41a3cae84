using Linli.Hall.Queue;
using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Linli.Hall.Proxy;

/// <summary>Has a certificate of the network identity verified (网证核验, R43); the result is then named instead of a document.</summary>
/// <param name="Code">What was scanned off the phone; it is passed on and not kept.</param>
internal sealed record ShowCertificate(string? Code);

/// <summary>Who somebody showed to be.</summary>
/// <param name="Hash">What is compared: keyed hash of the document number, or the opaque token of the network identity.</param>
/// <param name="Document">The number, where a document was shown.</param>
/// <param name="Network">The result, where the network identity was shown.</param>
internal sealed record ShownIdentity(string Hash, IdentityNumber? Document, NetworkProof? Network)
{
    /// <summary>The masked name as staff read it; who gave none is told apart by the mark of the result.</summary>
    public string Mask(string name) => name.Length > 0 ? Masked.Name(name) : $"网证-{Network?.Mark}";
}

/// <summary>Who stands there: by the document, or by the network identity alone; whoever shows the one is not asked for the other (R43).</summary>
internal sealed class ProxyIdentity(HallDesk desk, INetworkIdentity network, FieldCipher cipher) : IUseCase
{
    /// <summary>What results of the network identity count for, and the purpose of the keyed hashes of document numbers.</summary>
    public const string Purpose = "hall.proxy";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/halls/proxies/certificates", async Task<Results<Ok<NetworkCheck>, ProblemHttpResult>> (ShowCertificate request, INetworkIdentity network, CancellationToken cancel) =>
            {
                var known = await network.Check(Purpose, request.Code, cancel);
                return known.Ok ? TypedResults.Ok(known.Value) : ProblemResults.From(known.Problems);
            })
            .Needs(HallPermissions.Proxies).WithTags("Hall").WithSummary("Verify a certificate of the network identity 网证核验");

    /// <summary>What was shown, or what is wrong with it.</summary>
    /// <param name="who"><c>principal</c> or <c>agent</c>: the fields that are named in a problem begin with it.</param>
    /// <param name="document">Number on the document.</param>
    /// <param name="check">Result of the network identity, instead.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Result<ShownIdentity>> Read(string who, string? document, Guid? check, CancellationToken cancel)
    {
        if (check is not { } id)
            return IdentityNumber.TryParse(document, out var number, out var wrong, desk.Today)
                ? new ShownIdentity(cipher.Hash(Purpose, number.Value), number, null)
                : new Problem("hall.proxy_document", IdentityNumber.Describe(wrong), ProblemKind.Invalid, who + "Document");
        if (!string.IsNullOrWhiteSpace(document))
            return Problem.Invalid(who + "Document", "hall.proxy_either", "出示了网证就不用证件号码，请清空这一栏。", "Who shows the network identity gives no document: leave this empty.");
        var proof = await network.Use(Purpose, id, cancel);
        return proof.Ok ? new ShownIdentity(proof.Value.Token, null, proof.Value) : proof.Problem with { Field = who + "Network" };
    }

    /// <summary>Why who stands there is not who was written down, or <c>null</c>. Who was written down by the network identity shows it again, and nothing else.</summary>
    /// <param name="who">As above.</param>
    /// <param name="expected">What was kept.</param>
    /// <param name="by">Code of the network identity it was kept from; <c>null</c> for a document.</param>
    /// <param name="document">Number on the document.</param>
    /// <param name="check">Result of the network identity.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Problem?> Differs(string who, string expected, string? by, string? document, Guid? check, CancellationToken cancel)
    {
        if (by is not null && check is null)
            return Again(who, true);
        var shown = await Read(who, document, check, cancel);
        return shown.Ok && shown.Value.Hash == expected ? null
            : by is not null || check is not null ? (shown.Ok ? Again(who, by is not null) : shown.Problem)
            : Problem.Invalid(who + "Document", $"hall.proxy_{who}_differs", who == "agent" ? "受托人证件号码和登记的不一致。" : "委托人证件号码和登记的不一致。", $"The {who}'s document is not the one that was written down.");
    }

    private static Problem Again(string who, bool byNetwork) => byNetwork
        ? Problem.Invalid(who + "Network", "hall.proxy_by_network", "登记时用的是网证，请同一位再出示网证，不需要证件号码。", "The network identity was written down: the same person shows it again, no document is needed.")
        : Problem.Invalid(who + "Document", "hall.proxy_by_document", "登记时用的是证件，请核对证件号码。", "A document was written down: compare its number.");
}
