using Linli.Cases;
using Linli.Cases.Report;
using Linli.Hall.Accept;
using Linli.Hall.Catalogue;
using Linli.Hall.Queue;
using Linli.Hall.Ways;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Hall.Visits;

/// <summary>
/// Somebody cannot come: one visit for several items (上门办, S91), usually after a call. One case holds them all; it takes the ways
/// 预约特事特办 and 现场全程帮办.
/// </summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Items">Codes of the items, 1–10.</param>
/// <param name="At">When.</param>
/// <param name="Place">Where, in words.</param>
/// <param name="Helper">Account of who goes.</param>
/// <param name="Name">What they are called; sealed on the case.</param>
/// <param name="Phone">Their telephone; sealed on the case.</param>
/// <param name="Ticket">Ticket of the person, where they were read.</param>
/// <param name="Person">Whom of the register staff found by name.</param>
/// <param name="Code">What a scanner read off their phone or card, instead of a ticket.</param>
/// <param name="Note">What they said, at most 500 characters: often of their health, and kept for who goes there alone.</param>
/// <param name="Community">Code of the community.</param>
/// <param name="Channel">How they asked: phone, counter or steward.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record PlanHomeVisit(
    string? Hall, IReadOnlyList<string>? Items, DateTimeOffset At, string? Place, Guid? Helper, string? Name, string? Phone, string? Ticket = null, Guid? Person = null, string? Code = null, string? Note = null,
    string? Community = null, CaseChannel Channel = CaseChannel.Phone, string? IdempotencyKey = null) : ICommand<VisitPlanned>, IRepeatable, IValidated, IAudited
{
    object IRepeatable.Wish => (Hall, string.Join(' ', Items ?? []), At, Name, Phone, Place, Person, Ticket, Code);

    public string? AuditSubject => Hall;

    public IEnumerable<Problem> Problems()
    {
        if (Items is null || Items.Count is 0 or > 10 || Items.Distinct().Count() != Items.Count)
            yield return Problem.Invalid("items", "hall.visit_items", "请选 1–10 个事项，不重复。", "Choose 1 to 10 items, each once.");
        if (!PlainText.TryCleanLine(Place, 100, out var place) || place.Length < 2)
            yield return Problem.Invalid("place", "hall.visit_place", "请写明上门地址（2–100 个字）。", "Say where to go (2 to 100 characters).");
        if (!PlainText.TryClean(Note, 500, out _))
            yield return Problem.Invalid("note", "hall.visit_note", "最多 500 个字。", "At most 500 characters.");
    }
}

/// <summary>What was planned.</summary>
internal sealed record VisitPlanned(Guid Case, string Number, IReadOnlyList<Guid> Matters)
{
    /// <summary>Whether the person finds it among their own matters and was told there; otherwise somebody rings them.</summary>
    public bool Told { get; init; }
}

internal sealed class PlanHomeVisitHandler(HallDesk desk, ItemBook items, MatterDesk matters, WayDesk ways, IPresentedCodes codes, IPersonAccounts accounts, IPeopleFinder finder, INotices notices, FieldCipher cipher)
    : IHandler<PlanHomeVisit, VisitPlanned>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/halls/{hall}/visits", (string hall, PlanHomeVisit request, UseCaseRunner run, CancellationToken cancel) => run.Create(request with { Hall = hall }, v => $"{Edge.Api}/cases/{v.Case}", cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("Plan a visit at home for several items 预约上门办");

    public async Task<Result<VisitPlanned>> Handle(PlanHomeVisit request, CancellationToken cancel)
    {
        if (await desk.Find(request.Hall, HallPermissions.Counter, cancel) is not { } hall)
            return HallDesk.NoHall;
        var catalogue = await items.In(hall, cancel);
        if (request.Items!.FirstOrDefault(code => !catalogue.ContainsKey(code)) is not null)
            return Problem.Invalid("items", "hall.item_unknown", "这里没有这个事项，请重新选择。", "This item is not offered here: choose another.");
        var wanted = request.Items!.Select(code => catalogue[code]).ToList();
        var scope = await desk.WorkScope(hall, HallPermissions.Counter, cancel);
        var chosen = await ways.Check(hall, scope, [new(HallWay.Special, AppointmentAt: request.At), new(HallWay.Helped, Helper: request.Helper)], wanted, cancel);
        if (!chosen.Ok)
            return Result<VisitPlanned>.Fail([.. chosen.Problems.Select(p => p.Field == "appointmentAt" ? p with { Field = "at" } : p)]);
        var known = await Who(request, cancel);
        if (!known.Ok)
            return known.As<VisitPlanned>();
        var person = known.Value == Guid.Empty ? null : (Guid?)known.Value;
        PlainText.TryClean(request.Note, 500, out var note);
        var file = await matters.Open(hall, scope, new LogCall
        {
            Channel = request.Channel, Category = MatterDesk.Category, Mode = HandlingMode.HomeVisit, AppointmentAt = request.At, PlaceText = request.Place, Community = request.Community ?? matters.CommunityOf(scope),
            ContactName = request.Name, ContactPhone = request.Phone, Text = $"上门办理 {wanted.Count} 件：{string.Join("、", wanted.Select(i => i.Row.NameZh))}",
        }, new(person is { } who ? (await accounts.Of([who], cancel))[who].Cast<Guid?>().FirstOrDefault() : null, person, Masked.Name(request.Name)), null, cancel);
        if (!file.Ok)
            return Result<VisitPlanned>.Fail([.. file.Problems.Select(p => p.Field == "contactPhone" ? p with { Field = "phone" } : p.Field == "appointmentAt" ? p with { Field = "at" } : p)]);
        file.Value.VisitNote = note.Length == 0 ? null : cipher.Seal(note);
        var rows = wanted.Select((item, i) => matters.Add(file.Value, item.Row, MatterState.Planned, i + 1)).ToList();
        await ways.Write(file.Value, chosen.Value, "/desk/hall/visits", cancel);
        if (file.Value.Account is { } account)
            await notices.Tell(
                account, "hall.visit", ("已约好上门", "A visit is planned"), ($"{file.Value.Number}：上门办理 {wanted.Count} 件，请备好证件。", $"{file.Value.Number}: we come for {wanted.Count} items; have your papers ready."), "/hall/mine",
                $"hall.visit.{file.Value.Case.Value:N}", cancel);
        return new VisitPlanned(file.Value.Case.Value, file.Value.Number, rows.ConvertAll(m => m.Id)) { Told = file.Value.Account is not null };
    }

    // Nobody has to be in the register to be visited. Whose name and telephone are just those of the register is who calls.
    private async Task<Result<Guid>> Who(PlanHomeVisit request, CancellationToken cancel)
    {
        if ((request.Ticket ?? request.Code) is not null)
        {
            var presented = request.Ticket is { } read ? codes.Open(read) : await codes.Read(request.Code!, cancel);
            return presented.Ok ? presented.Value.Person : presented.As<Guid>();
        }

        if (request.Person is not { } person)
            return MobileNumber.TryParse(request.Phone, out var phone, out _) ? await finder.ByPhone(request.Name, phone, cancel) ?? Guid.Empty : Guid.Empty;
        return await finder.LivesWithin(person, desk.Caller.ScopesFor(HallPermissions.Counter), cancel)
            ? person : Problem.Invalid("person", "hall.person_unknown", "没有找到这位居民，或不在您服务的范围。", "This person was not found, or lives elsewhere.");
    }
}
