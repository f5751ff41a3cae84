using Linli.Health.ElderCare;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderWatch;

/// <summary>
/// An elder lets a device into their home (启用居家监测), agreeing in the same form to this kind of device and no other. Nobody agrees for
/// them. A second device of the kind takes the place of the first.
/// </summary>
internal sealed record ConnectDevice : ICommand<Guid>, IValidated, IAudited
{
    /// <summary>Code of the kind of device.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Code printed on the device.</summary>
    public string Code { get; init; } = "";

    /// <summary>Code of the centre whose carers hear of it.</summary>
    public string Centre { get; init; } = "";

    /// <summary>Version of the text that was read; agreeing is this form.</summary>
    public int Version { get; init; }

    /// <summary>Whether the elder agrees; nothing is done without.</summary>
    public bool Agree { get; init; }

    // Neither the elder nor the device stand in the audit log: who has which is their affair.
    public string? AuditSubject => Centre;

    public IEnumerable<Problem> Problems()
    {
        if (WatchDevices.Find(Kind) is null)
            yield return Problem.Invalid("kind", "health.watch_kind", "请选择设备类型。", "Choose the kind of device.");
        if ((Code ?? "").Trim().Length is 0 or > 60)
            yield return Problem.Invalid("code", "health.watch_code", "请输入设备上印的编号。", "Give the code printed on the device.");
        if (string.IsNullOrWhiteSpace(Centre))
            yield return Problem.Invalid("centre", "health.watch_centre", "请选择由哪家养老中心照看。", "Choose the centre whose carers hear of it.");
        if (!Agree)
            yield return Problem.Invalid("agree", "health.watch_consent", "请阅读说明并同意；不同意也能享受其他照护服务。", "Please read the text and agree; who does not agree gets every other service.");
    }
}

internal sealed class ConnectDeviceHandler(LinliDb db, IActingFor family, IConsentForms consents, IPersonTraits traits, HomeConnections homes, TimeProvider time)
    : IHandler<ConnectDevice, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/elder-watch/devices", (ConnectDevice request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Elder watch").WithSummary("Let a device into one's home 启用居家监测");

    public async Task<Result<Guid>> Handle(ConnectDevice request, CancellationToken cancel)
    {
        var (kind, now) = (WatchDevices.Find(request.Kind)!, Clock.Now(time));
        if (await family.Self(cancel) is not { } person || await traits.Of(person, cancel) is not { IsAlive: true } facts)
            return Problem.Forbidden("health.watch_not_known", "请先在“我的家”登记并通过审核。", "Have your home reviewed under My home first.");
        if (facts.AgeOn(LocalTime.DateOf(now)) is not >= CareParts.LeastAge)
            return Problem.Forbidden("health.watch_age", $"居家监测面向 {CareParts.LeastAge} 周岁及以上的居民本人。", $"The watch is for residents of {CareParts.LeastAge} and older, who agree themselves.");
        // For everybody to choose from.
        if (await db.Unfiltered<CareCentre>().AsNoTracking().SingleOrDefaultAsync(c => c.Code == request.Centre, cancel) is not { } centre)
            return CareWords.NoCentre with { Field = "centre" };
        return await homes.Connect(person, centre, kind, request.Code, () => consents.Agree(person, kind.Purpose, request.Version, cancel), cancel);
    }
}

/// <summary>The elder takes the consent for a kind of device back (撤回): it is listened to no more, and what it said is deleted.</summary>
/// <param name="Kind">Code of the kind of device.</param>
internal sealed record WithdrawDevice(string Kind) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Kind;
}

internal sealed class WithdrawDeviceHandler(IActingFor family, IConsentForms consents, WatchBook book) : IHandler<WithdrawDevice, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/elder-watch/devices/{kind}", (string kind, UseCaseRunner run, CancellationToken cancel) => run.Answer(new WithdrawDevice(kind), cancel))
            .Needs(Access.SignedIn).WithTags("Elder watch").WithSummary("Take back the consent for a kind of device 撤回居家监测");

    public async Task<Result<Done>> Handle(WithdrawDevice request, CancellationToken cancel)
    {
        if (WatchDevices.Find(request.Kind) is not { } kind || await family.Self(cancel) is not { } person)
            return Problem.NotFound("health.watch_kind", "没有这类设备。", "There is no such kind of device.");
        var withdrawn = await consents.Withdraw(person, kind.Purpose, cancel);
        if (!withdrawn.Ok)
            return withdrawn;
        // At once, and not only when the event of the consent comes round.
        await book.End(person, kind.Kind, cancel);
        return Done.It;
    }
}
