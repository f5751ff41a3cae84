using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Agents;

/// <summary>
/// Asks to act for a member of the family. Nothing may be done before that person agrees, on their own phone or before a member
/// of staff.
/// </summary>
/// <param name="Name">Their full name.</param>
/// <param name="Phone">Their mobile number, or</param>
/// <param name="IdentityNumber">the number of their document.</param>
/// <param name="Matters">Codes of <see cref="FamilyMatters"/>.</param>
/// <param name="Until">Last day, at most five years ahead; without end when left out.</param>
internal sealed record AskAgency(string? Name, string? Phone, string? IdentityNumber, string[]? Matters, DateOnly? Until = null)
    : ICommand<AgencyAsked>, IValidated, IAudited
{
    public string? AuditSubject => null;

    public IEnumerable<Problem> Problems()
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return Problem.Invalid("name", "name_invalid", "请填写家人姓名。", "Give the name of your relative.");
        if (string.IsNullOrWhiteSpace(Phone) && string.IsNullOrWhiteSpace(IdentityNumber))
            yield return Problem.Invalid("phone", "people.agency_whom", "请填写家人的手机号或证件号码。", "Give their phone or document number.");
        if (Matters is not { Length: > 0 and <= 10 } || Matters.Any(m => !FamilyMatters.All.ContainsKey(m)))
            yield return Problem.Invalid("matters", "people.agency_matters", "请选择要代办的事项。", "Choose what you want to do for them.");
    }
}

/// <summary>The request.</summary>
internal sealed record AgencyAsked(Guid Agency);

internal sealed class AskAgencyHandler(LinliDb db, FieldCipher cipher, CurrentCaller current, ISensitiveActs acts, Outbox outbox, TimeProvider time) : IHandler<AskAgency, AgencyAsked>, IUseCase
{
    private const int MostOpen = 10;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/agencies", (AskAgency request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).RequireRateLimiting(RateLimits.SignIn).WithTags("me").WithSummary("Ask to act for a member of the family 申请代办");

    public async Task<Result<AgencyAsked>> Handle(AskAgency request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me || await db.Records<Account>().AnyAsync(a => a.Id == current.Value.Account && a.ClaimPending, cancel))
            return Problem.Forbidden("people.agency_verify", "请先完成住户认证。", "Have your home verified first.");
        if (await acts.Hindrance(cancel) is { } wait)
            return wait;
        var now = Clock.Now(time);
        await db.LockUntilCommit($"register.agencies.{me}", cancel);
        if (request.Until is { } until && (until < LocalTime.DateOf(now) || until > LocalTime.DateOf(now).AddYears(5)))
            return Problem.Invalid("until", "people.agency_until", "截止日应在今天之后、5 年之内。", "It ends today or later, within five years.");
        if (await Whom(request, cancel) is not { DiedOn: null } whom || whom.Name != request.Name!.Trim())
            return Problem.Invalid("name", "people.agency_unknown",
                "姓名与手机号（证件号码）和名册不一致，请核对，或请家人到服务台办理。", "Name and phone (or document) do not agree with the register: check them, or come to the desk together.");
        if (whom.Id == me)
            return Problem.Invalid("name", "people.own_agent", "不能为自己申请代办。", "Nobody is their own agent.");
        if (GuardianRules.IsChild(whom.BirthDate, LocalTime.DateOf(now)))
            return Problem.Invalid("name", "people.agency_child", "未成年人由监护人代办，不需要申请。", "A guardian acts for a child without this.");
        var running = await db.Records<FamilyAgency>().AsNoTracking().Where(a => a.AgentId == me && a.EndedAt == null && (a.To == null || a.To > now)).ToListAsync(cancel);
        if (running.Exists(a => a.PrincipalId == whom.Id))
            return Problem.Conflict("people.agency_twice", "您已申请过为这位家人代办；如要更改事项，请先结束原来的。", "You asked for this person already: end that first to change what you may do.");
        if (running.Count >= MostOpen)
            return new Problem("people.agency_many", ("最多为 10 位家人代办。", "You act for ten people at most."), ProblemKind.TooMany);

        var agency = new FamilyAgency
        {
            Id = Guid.CreateVersion7(now), AgentId = me, PrincipalId = whom.Id,
            Matters = string.Join(' ', FamilyMatters.All.Keys.Where(request.Matters!.Contains)),
            From = now, To = request.Until is { } end ? LocalTime.EndOfDay(end) : null,
        };
        db.Records<FamilyAgency>().Add(agency);
        await Tell(whom.Id, agency.Id, cancel);
        return new AgencyAsked(agency.Id);
    }

    private async Task<Person?> Whom(AskAgency request, CancellationToken cancel)
    {
        if (MobileNumber.TryParse(request.Phone, out var phone, out _))
        {
            var hash = PhoneHash.Of(cipher, phone);
            return await db.Records<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.PhoneHash == hash, cancel);
        }

        if (!IdentityNumber.TryParse(request.IdentityNumber, out var number, out _))
            return null;
        var document = cipher.Hash(RegisterBook.IdentityPurpose, number.Value);
        return await db.Records<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.IdentityHash == document, cancel);
    }

    private async Task Tell(Guid principal, Guid agency, CancellationToken cancel)
    {
        if (await db.Records<Account>().Where(a => a.PersonId == principal && a.Kind == AccountKind.Resident).Select(a => (Guid?)a.Id).SingleOrDefaultAsync(cancel) is { } account)
            outbox.Add(new AgencyChanged(agency, account, AgencyStep.Asked));
    }
}
