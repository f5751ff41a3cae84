using System.Security.Cryptography;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Gates;

/// <summary>The caller's QR code for the next minute.</summary>
/// <param name="Id">One's own QR credential.</param>
internal sealed record ShowQr(Guid Id) : IQuery<QrShown>;

/// <summary>A QR code.</summary>
/// <param name="Token">Its content.</param>
/// <param name="Svg">As a picture.</param>
/// <param name="Until">When it is replaced, UTC.</param>
/// <param name="Seconds">For how long it is good from now: a phone's clock may be wrong.</param>
internal sealed record QrShown(string Token, string Svg, DateTimeOffset Until, int Seconds);

internal sealed class ShowQrHandler(LinliDb db, CurrentCaller current, QrSigning signing, TimeProvider time) : IHandler<ShowQr, QrShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/gates/mine/{id:guid}/qr", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ShowQr(id), cancel))
            .Needs(Access.SignedIn).WithTags("gates").WithSummary("My QR code for the next minute 动态二维码");

    public async Task<Result<QrShown>> Handle(ShowQr request, CancellationToken cancel)
    {
        var (now, account) = (Clock.Now(time), current.Value.Account);
        var credential = await db.Unfiltered<GateCredential>().AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == request.Id && c.Account == account && c.Kind == CredentialKind.Qr, cancel);
        if (credential?.IsGood(now) != true)
            return Problem.NotFound("services.credential_not_found", "没有可用的二维码凭证。", "There is no QR credential that is good.");
        using var key = await signing.Private(cancel);
        var until = now + GateSecrets.QrLife;
        if (credential.ValidUntil is { } end && end < until)
            until = end;
        var token = GateSecrets.SignQr(key, credential.Id, until);
        return new QrShown(token, QrPicture.Svg(token), until, (int)(until - now).TotalSeconds);
    }
}

/// <summary>The key that signs QR codes; made with the first QR credential or gate.</summary>
internal sealed class QrSigning(LinliDb db, FieldCipher cipher, TimeProvider time)
{
    /// <summary>Makes the key where there is none yet, in the current transaction.</summary>
    public async Task Ensure(CancellationToken cancel)
    {
        if (await db.Records<GateSigningKey>().AnyAsync(cancel))
            return;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        db.Records<GateSigningKey>().Add(new()
        {
            Id = GateClock.TheOnly, Private = cipher.Seal(Convert.ToBase64String(key.ExportPkcs8PrivateKey())),
            Public = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), At = Clock.Now(time),
        });
    }

    public async Task<ECDsa> Private(CancellationToken cancel)
    {
        var row = await db.Records<GateSigningKey>().AsNoTracking().SingleAsync(cancel);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(cipher.Open(row.Private)), out _);
        return key;
    }

    public Task<string?> Public(CancellationToken cancel) => db.Records<GateSigningKey>().AsNoTracking().Select(k => k.Public).FirstOrDefaultAsync(cancel);
}
