using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>Opens a person's care record. The view is written where the person, or their guardian, reads it; so is an attempt that was refused.</summary>
/// <param name="Id">Which entry.</param>
/// <param name="Reason">Why it is opened; of a child under 14 it must be said, 4–200 characters.</param>
internal sealed record OpenCare(Guid Id, string? Reason = null) : IQuery<CareRecord>;

/// <summary>A care record whole.</summary>
internal sealed record CareRecord(
    Guid Id, Guid Person, string Name, int? Age, bool IsChild, string? Home, string Group, Phrase GroupName, CareState State, string Reason, string Evidence,
    DateOnly From, DateOnly? To, DateOnly ReviewOn, bool Suggested, string EnteredBy, DateTimeOffset EnteredAt, string? EndReason,
    IReadOnlyList<CareWorker> Workers, bool MayDecide, bool MayAssign);

internal sealed class OpenCareHandler(LinliDb db, CurrentCaller current, CareDesk desk, FieldCipher cipher, IDisclosure disclosure, IPeople people)
    : IHandler<OpenCare, CareRecord>, IUseCase
{
    /// <summary>What a care record shows of a person.</summary>
    public static readonly PersonalField[] Fields = [PersonalField.Health, PersonalField.Home];

    private static readonly Problem notYours = Problem.Forbidden(
        "care.not_assigned", "只有帮扶责任人和本地负责人能查看；这次尝试已记录。", "Only who looks after the person, and the responsible of the place, may see this; the attempt was recorded.");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/care/entries/{id:guid}", (Guid id, string? reason, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenCare(id, reason), cancel))
            .Needs(PeoplePermissions.Care).WithTags("care").WithSummary("A person's care record: logged, and shown to the person");

    public async Task<Result<CareRecord>> Handle(OpenCare request, CancellationToken cancel)
    {
        var entry = await db.Unfiltered<CareEntry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.Id, cancel);
        if (entry is null)
            return CareDesk.NoEntry;
        if (!await desk.MayKnow(entry, cancel))
        {
            // Outside one's own places even that there is an entry stays unsaid.
            return await disclosure.Refuse(
                Wish(entry, request.Reason, "查看关爱记录 Care record"), CareDesk.Covers(current.Value.ScopesFor(PeoplePermissions.Care), entry.Scope, entry.Grid) ? notYours : CareDesk.NoEntry, cancel);
        }

        var person = await db.Records<Person>().AsNoTracking().SingleAsync(p => p.Id == entry.PersonId, cancel);
        var group = await db.Records<CareGroup>().AsNoTracking().SingleAsync(g => g.Code == entry.Group, cancel);
        var child = CareRules.IsChild(person.BirthDate, desk.Today);
        var reason = CareRules.Clean(request.Reason, 200);
        if (child && reason.Length < 4)
            return Problem.Invalid("reason", "care.reason_missing", "查看未满 14 周岁儿童的记录须写明原因（4–200 个字），监护人会看到。", "Say why you open the record of a child under 14 (4–200 characters): the guardian will read it.");
        var seen = await disclosure.Allow(Wish(entry, reason, $"查看关爱名单：{group.NameZh}"), cancel);
        if (!seen.Ok)
            return seen.As<CareRecord>();
        var assigned = await db.Records<CareAssignment>().AsNoTracking().Where(a => a.PersonId == person.Id && a.To == null).OrderBy(a => a.From).ToListAsync(cancel);
        var names = await people.NamesOf([.. assigned.Select(a => a.Account).Append(entry.EnteredBy).Distinct()], cancel);
        var home = await db.Unfiltered<HomeTie>().AsNoTracking().Where(t => t.PersonId == person.Id && (t.To == null || t.To > desk.Now)).Select(t => t.HomeLabel).FirstOrDefaultAsync(cancel);
        var lead = CareDesk.Covers(current.Value.ScopesFor(PeoplePermissions.CareLead), entry.Scope, entry.Grid);
        // To decide, the reasons are enough.
        var waits = lead && entry.State == CareState.Waiting;
        return new CareRecord(
            entry.Id, person.Id, waits ? Masked.Name(person.Name) : person.Name ?? person.PhoneMask ?? "–", CareRules.Age(person.BirthDate, desk.Today), child, waits ? null : home, entry.Group, (group.NameZh, group.NameEn),
            entry.State, cipher.Open(entry.Reason), cipher.Open(entry.Evidence), entry.From, entry.To, entry.ReviewOn, entry.Suggested,
            names.GetValueOrDefault(entry.EnteredBy, "–"), entry.At, entry.EndReason,
            assigned.ConvertAll(a => new CareWorker(a.Account, names.GetValueOrDefault(a.Account, "–"), a.From, a.ApprovedUntil >= desk.Today ? a.ApprovedUntil : null)),
            waits && entry.EnteredBy != desk.Me, lead);
    }

    private static DisclosureWish Wish(CareEntry entry, string? reason, string otherwise) =>
        new(entry.PersonId, Fields, CareRules.Clean(reason, 200) is { Length: >= 4 } said ? said : otherwise, null) { InCare = true };
}
