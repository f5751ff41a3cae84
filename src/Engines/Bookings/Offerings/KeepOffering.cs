using System.Text.Json.Serialization;
using Linli.Bookings.Recurrence;
using Linli.Bookings.Reserve;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Offerings;

/// <summary>Makes an offering with its sessions, or changes it (新建、修改预约项目).</summary>
internal sealed record KeepOffering : ICommand<OfferingId>, IRepeatable, IAudited
{
    [JsonIgnore]
    public OfferingId? Id { get; init; }

    /// <summary>Code of its kind.</summary>
    public string Kind { get; init; } = OfferingKind.Event;

    /// <summary>Code of the place it belongs to.</summary>
    public string? Place { get; init; }

    /// <summary>2–60 characters.</summary>
    public string? TitleZh { get; init; }

    /// <summary>At most 100 characters.</summary>
    public string? TitleEn { get; init; }

    /// <summary>At most 2,000 characters.</summary>
    public string? About { get; init; }

    /// <summary>Codes of resources that each session takes.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>What a room is used for.</summary>
    public string? Use { get; init; }

    /// <summary>Places of each session, or of the series.</summary>
    public int Capacity { get; init; } = 20;

    /// <summary>First local day.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>Begin, local time.</summary>
    public TimeOnly? From { get; init; }

    /// <summary>How long each session lasts.</summary>
    public int? Minutes { get; init; }

    /// <summary>Recurrence rule of RFC 5545: <c>FREQ=WEEKLY;BYDAY=TU,TH</c>.</summary>
    public string? Rule { get; init; }

    /// <summary>What public holidays do.</summary>
    public HolidayRule Holidays { get; init; } = HolidayRule.SkipHolidays;

    /// <summary>Days without a session, <c>yyyy-MM-dd</c> with commas.</summary>
    public string? Except { get; init; }

    /// <summary>Further days.</summary>
    public string? Also { get; init; }

    /// <summary>The rules; those of the kind when left out.</summary>
    public BookingTerms? Terms { get; init; }

    /// <summary>Whether people can book.</summary>
    public bool Open { get; init; } = true;

    /// <inheritdoc/>
    public string? IdempotencyKey { get; init; }

    object IRepeatable.Wish => this with { IdempotencyKey = null };

    public string? AuditSubject => Id?.Value.ToString();
}

internal sealed class KeepOfferingHandler(LinliDb db, OfferingKeeper keeper, OfferingBook offerings, KindBook kinds, TrainingDone training, IScopeTree tree, CurrentCaller current)
    : IHandler<KeepOffering, OfferingId>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/bookings/offerings", (KeepOffering request, UseCaseRunner run, CancellationToken cancel) => run.Create(request, id => $"/api/v1/bookings/offerings/{id.Value}", cancel))
            .Needs(BookingsPermissions.Keep).WithTags("Bookings").WithSummary("Make an offering with its sessions 新建预约项目");
        api.MapPut("/bookings/offerings/{id}", (OfferingId id, KeepOffering request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(BookingsPermissions.Keep).WithTags("Bookings").WithSummary("Change an offering 修改预约项目");
    }

    public async Task<Result<OfferingId>> Handle(KeepOffering request, CancellationToken cancel)
    {
        var old = request.Id is { } id ? await offerings.Find(id, cancel) : null;
        if (request.Id is not null && (old is null || !current.Value.May(BookingsPermissions.Keep, old.Scope)))
            return BookingProblems.NoOffering;
        var place = request.Place is { } code ? tree.FindCode(code)?.Path : old?.Place;
        if (place is not { } where)
            return Problem.Invalid("place", "bookings.place_unknown", "请选择地点。", "Choose a place.");
        if (!current.Value.May(BookingsPermissions.Keep, where))
            return BookingProblems.NotHere;
        // Whose rooms they are is asked too, of those that come new: nobody fills the neighbours' hall.
        var added = request.Resources.Except(old?.ResourceCodes ?? []).ToList();
        if ((await db.Unfiltered<ResourceRow>().Where(r => added.Contains(r.Code)).Select(r => r.Scope).Distinct().ToListAsync(cancel)).Exists(s => !current.Value.May(BookingsPermissions.Keep, s)))
            return Problem.Invalid("resources", "bookings.no_resource", "没有找到这个场地或资源。", "This room or resource was not found.");
        var kind = old?.Kind ?? request.Kind;
        if (kinds.Knows(kind) && !kinds.Find(kind).MadeAtDesk)
            return Problem.Invalid("kind", "bookings.kind_elsewhere", "这一类由各场景自己的页面新建和修改。", "Offerings of this kind are made and changed on the pages of their scene.");
        if (RecurrenceDates.ReadAll(request.Except) is not { } except || RecurrenceDates.ReadAll(request.Also) is not { } also)
            return Problem.Invalid("except", "bookings.dates", "日期写成 2026-12-31，多个用逗号隔开。", "Write dates as 2026-12-31, with commas between them.");
        if (request is { FirstDay: not null } && (request.From is null || request.Minutes is null))
            return Problem.Invalid("from", "bookings.times_missing", "请填写开始时间和时长。", "Give the begin and how long it lasts.");
        if (await training.Fault(request.Terms, request.Id, cancel) is { } wrong)
            return wrong;
        var kept = await keeper.Keep(
            new(old?.Kind ?? request.Kind, where, (request.TitleZh ?? "", request.TitleEn ?? ""), request.Terms ?? old?.ReadTerms() ?? kinds.Find(request.Kind).Terms)
            {
                Id = request.Id, About = request.About, Resources = request.Resources, Use = request.Use, Capacity = request.Capacity, Open = request.Open, Operator = old?.Operator,
                Times = request.FirstDay is { } first ? new(first, request.From!.Value, request.Minutes!.Value, request.Rule, request.Holidays) { Except = except, Also = also } : null,
            },
            cancel);
        return kept.Ok ? kept.Value.Id : kept.As<OfferingId>();
    }
}
