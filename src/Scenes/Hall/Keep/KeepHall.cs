using Linli.Bookings;
using Linli.Hall.Queue;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using System.Text.RegularExpressions;

namespace Linli.Hall.Keep;

/// <summary>Makes a hall or changes it: its rules of calling, its rooms and counters. Counters in use stay.</summary>
internal sealed partial record KeepHall : ICommand<Done>, IValidated, IAudited
{
    /// <summary>In addresses: 2–20 lower-case letters, digits, hyphens.</summary>
    public string Code { get; init; } = "";

    /// <summary>Code of the place it serves.</summary>
    public string Place { get; init; } = "";

    public string NameZh { get; init; } = "";

    public string NameEn { get; init; } = "";

    public string Address { get; init; } = "";

    /// <summary>In OpenStreetMap's notation.</summary>
    public string Hours { get; init; } = "Mo-Fr 08:30-17:00";

    public string? Phone { get; init; }

    /// <summary>What else there is, one in a line, Chinese and English parted by a bar.</summary>
    public string? Around { get; init; }

    /// <summary>Shares of the calls: priority, appointments, walk-ins; each at least one, so that nobody starves.</summary>
    public int PriorityShare { get; init; } = 2;

    public int AppointmentShare { get; init; } = 1;

    public int WalkInShare { get; init; } = 1;

    public int CallsBeforeAbsent { get; init; } = 3;

    /// <summary>Least seconds between two calls of one ticket, and before it counts as missed.</summary>
    public int SecondsBetweenCalls { get; init; } = 30;

    public int PlacesBehind { get; init; } = 3;

    public int AbsentMinutes { get; init; } = 60;

    public int MostReturns { get; init; } = 2;

    public int TellAhead { get; init; } = 3;

    public int ElderFrom { get; init; } = 70;

    public int UsualMinutes { get; init; } = 8;

    /// <summary>Working days for papers that come later.</summary>
    public int LaterDays { get; init; } = 10;

    /// <summary>Appointments of each hour; 0 for none.</summary>
    public int SlotPlaces { get; init; } = 6;

    public int SlotDays { get; init; } = 3;

    /// <summary>Rooms elsewhere that share the queue.</summary>
    public IReadOnlyList<SitePlan> Sites { get; init; } = [];

    /// <summary>Counters by number.</summary>
    public IReadOnlyList<CounterPlan> Counters { get; init; } = [];

    string? IAudited.AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (!CodeShape().IsMatch(Code))
            yield return Problem.Invalid("code", "hall.code", "代码用 2–20 个小写字母、数字、连字符。", "The code has 2 to 20 lower-case letters, digits and hyphens.");
        foreach (var (field, text) in new[] { ("nameZh", NameZh), ("nameEn", NameEn), ("address", Address) })
            if (!PlainText.TryCleanLine(text, 100, out var clean) || clean.Length == 0)
                yield return Problem.Invalid(field, "hall.text", "请填写，最多 100 个字。", "Fill this in, at most 100 characters.");
        if (Phone is not null && !PlainText.TryCleanLine(Phone, 50, out _))
            yield return Problem.Invalid("phone", "hall.phone", "电话最多 50 个字。", "The telephone has at most 50 characters.");
        if (!PlainText.TryClean(Around, 2000, out _))
            yield return Problem.Invalid("around", "hall.around", "便民设施最多 2000 个字。", "At most 2,000 characters of what else there is.");
        if (Hours is null || Hours.Length > 200 || !OpeningTimes.TryParse(Hours, out _))
            yield return Problem.Invalid("hours", "hall.hours", "开门时间请写成 Mo-Fr 08:30-17:00 这样。", "Write hours such as Mo-Fr 08:30-17:00.");
        foreach (var (field, value, least, most) in new[]
        {
            ("priorityShare", PriorityShare, 1, 9), ("appointmentShare", AppointmentShare, 1, 9), ("walkInShare", WalkInShare, 1, 9), ("callsBeforeAbsent", CallsBeforeAbsent, 1, 9), ("secondsBetweenCalls", SecondsBetweenCalls, 0, 300), ("placesBehind", PlacesBehind, 0, 20),
            ("absentMinutes", AbsentMinutes, 5, 480), ("mostReturns", MostReturns, 0, 9), ("tellAhead", TellAhead, 0, 20), ("elderFrom", ElderFrom, 55, 100), ("usualMinutes", UsualMinutes, 1, 60), ("laterDays", LaterDays, 1, 60),
            ("slotPlaces", SlotPlaces, 0, 100), ("slotDays", SlotDays, 1, 14),
        })
            if (value < least || value > most)
                yield return Problem.Invalid(field, "hall.number", $"请填 {least} 到 {most} 的数。", $"Give a number from {least} to {most}.");
        if (Sites is null || Sites.Any(s => s is null || !CodeShape().IsMatch(s.Code ?? "") || string.IsNullOrWhiteSpace(s.NameZh) || s.NameZh.Length > 60 || s.NameEn?.Length > 120 || s.Address?.Length > 100) || Sites.DistinctBy(s => s.Code).Count() != Sites.Count)
            yield return Problem.Invalid("sites", "hall.sites", "分设点各有代码和名称（60 字内），地址 100 字内。", "Rooms have a code and a name of at most 60 characters each, and an address of at most 100.");
        if (Counters is null || Counters.Count is 0 or > 60 || Counters.Any(c => c is null || c.Number is < 1 or > 99 || !Enum.IsDefined(c.Kind) || (c.Site is { Length: > 0 } site && Sites?.All(s => s?.Code != site) == true))
            || Counters.DistinctBy(c => c.Number).Count() != Counters.Count)
            yield return Problem.Invalid("counters", "hall.counters", "窗口 1–60 个，号码各不相同，所在办事点要存在。", "1 to 60 counters, each with a number of its own, in a room that there is.");
    }

    [GeneratedRegex("^[a-z0-9-]{2,20}$")]
    private static partial Regex CodeShape();
}

/// <summary>A room elsewhere.</summary>
/// <param name="Code">2–20 lower-case letters, digits, hyphens.</param>
/// <param name="NameZh">What people call it, at most 60 characters.</param>
/// <param name="NameEn">… in English.</param>
/// <param name="Address">Where.</param>
/// <param name="Place">Code of the community whose staff work there (S119); the hall's own place when left out.</param>
internal sealed record SitePlan(string Code, string NameZh, string? NameEn = null, string? Address = null, string? Place = null);

/// <summary>A counter.</summary>
internal sealed record CounterPlan(int Number, CounterKind Kind = CounterKind.General, string? Site = null);

internal sealed class KeepHallHandler(LinliDb db, HallDesk desk, IScopeTree tree, IBookings bookings, SlotPlanner slots) : IHandler<KeepHall, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/halls/{hall}", (string hall, KeepHall request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = hall }, cancel))
            .Needs(HallPermissions.Keep).WithTags("Hall").WithSummary("Make or change a hall 维护大厅");

    public async Task<Result<Done>> Handle(KeepHall request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place) is not { } place || (!desk.Caller.IsSystem && !desk.Caller.May(HallPermissions.Keep, place.Path)))
            return Problem.Invalid("place", "hall.place", "没有这个地点，或不归您管。", "There is no such place, or it is not yours.");
        var hall = await desk.Find(request.Code, cancel);
        if (hall is not null && hall.Scope != place.Path.Value)
            return Problem.Invalid("place", "hall.place_fixed", "大厅不能搬到别的地方，请新建。", "A hall does not move to another place: make a new one.");
        if (hall is null)
            db.Insert(hall = new() { Id = Guid.CreateVersion7(desk.Now), Code = request.Code, Scope = place.Path.Value, NameZh = "", NameEn = "", Address = "", Hours = "" });
        Fill(hall, request);
        await db.SaveChangesAsync(cancel);
        if (await Counters(hall, request, cancel) is { } refused)
            return refused;
        return await Appointments(hall, cancel);
    }

    private static void Fill(HallRow hall, KeepHall request)
    {
        (hall.NameZh, hall.NameEn, hall.Address, hall.Hours, hall.Phone) = (request.NameZh.Trim(), request.NameEn.Trim(), request.Address.Trim(), request.Hours.Trim(), request.Phone?.Trim());
        PlainText.TryClean(request.Around, 2000, out var around);
        (hall.Around, hall.PriorityShare, hall.AppointmentShare, hall.WalkInShare) = (around, request.PriorityShare, request.AppointmentShare, request.WalkInShare);
        (hall.CallsBeforeAbsent, hall.SecondsBetweenCalls, hall.PlacesBehind) = (request.CallsBeforeAbsent, request.SecondsBetweenCalls, request.PlacesBehind);
        (hall.AbsentMinutes, hall.MostReturns) = (request.AbsentMinutes, request.MostReturns);
        (hall.TellAhead, hall.ElderFrom, hall.UsualMinutes, hall.LaterDays) = (request.TellAhead, request.ElderFrom, request.UsualMinutes, request.LaterDays);
        (hall.SlotPlaces, hall.SlotDays) = (request.SlotPlaces, request.SlotDays);
    }

    private async Task<Problem?> Counters(HallRow hall, KeepHall request, CancellationToken cancel)
    {
        await desk.Lock(hall.Id, cancel);
        var sites = await db.Records<SiteRow>().Where(s => s.Hall == hall.Id).ToDictionaryAsync(s => s.Code, cancel);
        var scopes = new Dictionary<string, string>(StringComparer.Ordinal) { [""] = hall.Scope };
        foreach (var plan in request.Sites)
        {
            var place = string.IsNullOrWhiteSpace(plan.Place) ? null : tree.FindCode(plan.Place);
            if (!string.IsNullOrWhiteSpace(plan.Place) && (place is null || (!desk.Caller.IsSystem && !desk.Caller.May(HallPermissions.Keep, place.Path))))
                return Problem.Invalid("sites", "hall.site_place", $"“{plan.NameZh}”所属的社区没有找到，或不归您管。", $"The community of “{plan.NameEn ?? plan.NameZh}” was not found, or is not yours.");
            scopes[plan.Code] = place?.Path.Value ?? hall.Scope;
            if (!sites.TryGetValue(plan.Code, out var site))
                db.Records<SiteRow>().Add(site = new() { Hall = hall.Id, Code = plan.Code, Scope = hall.Scope, NameZh = "", NameEn = "", Address = "" });
            (site.NameZh, site.NameEn, site.Address, site.Scope) = (plan.NameZh.Trim(), (plan.NameEn ?? plan.NameZh).Trim(), (plan.Address ?? "").Trim(), scopes[plan.Code]);
        }

        db.Records<SiteRow>().RemoveRange(sites.Values.Where(s => !scopes.ContainsKey(s.Code)));

        var counters = await db.Unfiltered<CounterRow>().Where(c => c.Hall == hall.Id).ToListAsync(cancel);
        foreach (var gone in counters.Where(c => request.Counters.All(p => p.Number != c.Number)))
        {
            if (gone.Clerk is not null || gone.Ticket is not null)
                return Problem.Conflict("hall.counter_in_use", $"{gone.Number} 号窗口正在使用，请先停窗。", $"Counter {gone.Number} is in use: close it first.");
            db.Delete(gone);
        }

        foreach (var plan in request.Counters)
        {
            if (counters.Find(c => c.Number == plan.Number) is not { } counter)
                db.Insert(counter = new() { Id = Guid.CreateVersion7(desk.Now), Hall = hall.Id, Scope = hall.Scope, Number = plan.Number });
            var site = plan.Site ?? "";
            if (counter.Clerk is not null && counter.Site != site)
                return Problem.Conflict("hall.counter_in_use", $"{plan.Number} 号窗口正在使用，请先停窗再搬。", $"Counter {plan.Number} is in use: close it before it moves.");
            (counter.Kind, counter.Site, counter.Scope) = (plan.Kind, site, scopes[site]);
        }

        // Whoever waits in a room that has no counter any more waits in the hall.
        var served = request.Counters.Select(c => c.Site ?? "").ToHashSet(StringComparer.Ordinal);
        foreach (var ticket in await desk.Waiting(hall.Id, cancel))
        {
            ticket.Site = served.Contains(ticket.Site) ? ticket.Site : "";
            if (ticket.OnlyCounter is { } only && counters.Find(c => c.Id == only) is { } sent && request.Counters.All(p => p.Number != sent.Number))
                ticket.OnlyCounter = null;
        }

        return null;
    }

    private async Task<Result<Done>> Appointments(HallRow hall, CancellationToken cancel)
    {
        if (hall.SlotPlaces == 0 && hall.Offering is null)
            return Done.It;
        var kept = await bookings.Keep(
            new(AppointmentKind.Code, ScopePath.Parse(hall.Scope, null), (hall.NameZh + "预约", hall.NameEn + ": appointment"), AppointmentKind.Kind.Terms)
            {
                Id = hall.Offering, Subject = hall.Code, Capacity = Math.Max(1, hall.SlotPlaces), Open = hall.SlotPlaces > 0, About = $"{hall.Address}。请提前看清单备齐材料；到大厅后用手机取号，优先按预约时段叫号。",
            }, cancel);
        if (!kept.Ok)
            return kept.As<Done>();
        hall.Offering = kept.Value;

        // The sessions refer to the offering.
        await db.SaveChangesAsync(cancel);
        return await slots.Plan(hall, cancel);
    }
}
