using System.Security.Cryptography;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Gates;

/// <summary>Registers a gate at the entrance of a compound or a building.</summary>
/// <param name="Place">Code of the compound or building it opens.</param>
/// <param name="NameZh">What people call it, 2–40 characters.</param>
/// <param name="NameEn">The same in English.</param>
/// <param name="HasFace">Whether the device can recognise faces, within itself.</param>
/// <param name="OfflineMinutes">How long its list is good without the server, 5–1,440; after that it refuses everybody.</param>
internal sealed record RegisterGate(string? Place, string? NameZh, string? NameEn = null, bool HasFace = false, int OfflineMinutes = 240)
    : ICommand<GateRegistered>, IValidated, IAudited
{
    public string? AuditSubject => Place;

    public IEnumerable<Problem> Problems()
    {
        if (NameZh?.Trim() is not { Length: >= 2 and <= 40 } || NameEn?.Length > 80)
            yield return Problem.Invalid("nameZh", "services.gate_name", "名称为 2–40 个字。", "A name has 2–40 characters.");
        if (OfflineMinutes is < 5 or > 1440)
            yield return Problem.Invalid("offlineMinutes", "services.gate_offline", "离线名单有效期为 5–1440 分钟。", "An offline list is good for 5 to 1,440 minutes.");
    }
}

/// <summary>The gate as registered; key and secret are shown this once and go into the device.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">For the header <c>X-Api-Key</c>.</param>
/// <param name="Secret">Base64: with it the device proves PINs and cards.</param>
internal sealed record GateRegistered(Guid Id, string Key, string Secret);

/// <summary>Takes a gate down: its key ends, and it is asked for nothing any more.</summary>
/// <param name="Id">Which.</param>
internal sealed record RetireGate(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class RegisterGateHandler(
    LinliDb db, CurrentCaller current, IScopeTree tree, IMachineKeys keys, FieldCipher cipher, QrSigning signing, TimeProvider time)
    : IHandler<RegisterGate, GateRegistered>, IHandler<RetireGate, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/gates", (RegisterGate request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(ServicesPermissions.Gates).WithTags("gates").WithSummary("Register a gate; its key and secret are shown once 登记门禁");
        api.MapDelete("/gates/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new RetireGate(id), cancel))
            .Needs(ServicesPermissions.Gates).WithTags("gates").WithSummary("Take a gate down");
    }

    public async Task<Result<GateRegistered>> Handle(RegisterGate request, CancellationToken cancel)
    {
        // The entrance of a home is its own: no gate of the community stands there (R41).
        if (tree.FindCode(request.Place ?? "") is not { Kind: PlaceKind.Compound or PlaceKind.Building } place || !current.Value.May(ServicesPermissions.Gates, place.Path))
            return Problem.Invalid("place", "services.gate_place", "请选择您范围内的小区或楼幢。", "Choose a compound or a building within your places.");
        await signing.Ensure(cancel);
        var name = request.NameZh!.Trim();
        var key = keys.Make("门禁 " + name, place.Path, [ServicesPermissions.Gate]);
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        db.Insert(new Gate
        {
            Id = key.Id, Scope = place.Path.Value, NameZh = name, NameEn = request.NameEn?.Trim() is { Length: > 0 } en ? en : name, Secret = cipher.Seal(secret),
            HasFace = request.HasFace, OfflineMinutes = request.OfflineMinutes, At = Clock.Now(time), By = current.Value.Account,
        });
        return new GateRegistered(key.Id, key.Key, secret);
    }

    public async Task<Result<Done>> Handle(RetireGate request, CancellationToken cancel)
    {
        var gate = await db.Scoped<Gate>(current.Value.ScopesFor(ServicesPermissions.Gates)).SingleOrDefaultAsync(g => g.Id == request.Id && g.RetiredAt == null, cancel);
        if (gate is null)
            return Problem.NotFound("services.gate_not_found", "没有找到这个门禁。", "This gate was not found.");
        (gate.RetiredAt, gate.AlarmSince) = (Clock.Now(time), null);
        await keys.End(gate.Id, cancel);
        return Done.It;
    }
}
