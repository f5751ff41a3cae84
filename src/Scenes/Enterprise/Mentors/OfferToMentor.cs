using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Enterprise.Desks;
using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Mentors;

/// <summary>Somebody offers to help founders, and agrees to be listed (报名导师); sent again it changes what people read.</summary>
/// <param name="Place">Code of the community or group where they want to help.</param>
/// <param name="Name">As they want to be called, 2 to 20 characters.</param>
/// <param name="Fields">What they can help with, 2 to 100 characters.</param>
/// <param name="Languages">Languages, 2 to 60 characters.</param>
/// <param name="About">An introduction, 10 to 500 characters.</param>
/// <param name="ConsentVersion">Version of the text of the purpose <c>mentor-listing</c> that was read.</param>
internal sealed record OfferToMentor(string Place, string Name, string Fields, string Languages, string About, int? ConsentVersion) : ICommand<Guid>, IValidated, IAudited
{
    public string? AuditSubject => Place;

    public IEnumerable<Problem> Problems()
    {
        if (FirmProblems.Line(Name, 20).Length < 2)
            yield return Problem.Invalid("name", "enterprise.mentor_name", "请填写称呼（2–20 个字）。", "Give a name of 2–20 characters.");
        if (FirmProblems.Line(Fields, 100).Length < 2)
            yield return Problem.Invalid("fields", "enterprise.fields", "请填写擅长领域（2–100 个字）。", "Say what you can help with (2–100 characters).");
        if (FirmProblems.Line(Languages, 60).Length < 2)
            yield return Problem.Invalid("languages", "enterprise.languages", "请填写语言（2–60 个字）。", "Give your languages (2–60 characters).");
        foreach (var problem in FirmProblems.Text("about", About, 10, 500))
            yield return problem;
        if (ConsentVersion is null)
            yield return Problem.Invalid("consentVersion", "enterprise.consent", "请阅读并同意公开导师名录的说明。", "Read what is made public and agree to it.");
    }
}

/// <summary>Staff list a mentor, or say why not.</summary>
/// <param name="Approve">Yes or no.</param>
/// <param name="Reason">Why not, 2 to 200 characters.</param>
internal sealed record DecideMentor(bool Approve, string? Reason = null) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Mentor { get; init; }

    public string? AuditSubject => Mentor.ToString();

    public IEnumerable<Problem> Problems() => FirmProblems.Text("reason", Reason, Approve ? 0 : 2, 200);
}

/// <summary>A mentor leaves the directory, and the consent ends (退出名录): appointments ahead are cancelled and told.</summary>
internal sealed record LeaveDirectory : ICommand<Done>, IAudited
{
    public string? AuditSubject => null;
}

internal sealed class OfferToMentorHandler(LinliDb db, IScopeTree tree, IBookings bookings, IConsentForms consents, INotices notices, MentorBook book, CurrentCaller current)
    : IHandler<OfferToMentor, Guid>, IHandler<DecideMentor, Done>, IHandler<LeaveDirectory, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/mentors/me", (OfferToMentor request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Mentors").WithSummary("Offer to help founders, and agree to be listed 报名导师");
        api.MapPost("/mentors/{id:guid}/decision", (Guid id, DecideMentor request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Mentor = id }, cancel))
            .Needs(EnterprisePermissions.Programmes).WithTags("Mentors").WithSummary("List a mentor, or say why not");
        api.MapPost("/mentors/me/leave", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new LeaveDirectory(), cancel))
            .Needs(Access.SignedIn).WithTags("Mentors").WithSummary("Leave the directory 退出名录");
    }

    public async Task<Result<Guid>> Handle(OfferToMentor request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me || current.Value.Account is not { } account)
            return FirmProblems.PersonUnknown;
        if (await book.TooYoung(me, cancel))
            return FirmProblems.TooYoung;
        if (tree.FindCode(request.Place) is not { } place || place.Kind is not (PlaceKind.Community or PlaceKind.Group))
            return Problem.Invalid("place", "enterprise.place", "请选择社区。", "Choose a community.");
        await db.LockUntilCommit($"mentor {me}", cancel);
        if (await consents.Agree(me, MentorRules.ConsentCode, request.ConsentVersion!.Value, cancel) is { Ok: false } refused)
            return refused.Problem.Code == "consent_text_changed" ? Problem.Invalid("consentVersion", refused.Problem.Code, refused.Problem.Message.Zh, refused.Problem.Message.En) : refused.As<Guid>();
        // The caller's own.
        var mentor = await db.Unfiltered<Mentor>().SingleOrDefaultAsync(m => m.Person == me, cancel);
        if (mentor is null)
            db.Insert(mentor = new() { Id = Guid.CreateVersion7(book.Now), Scope = place.Path.Value, Person = me, Account = account, Name = "", Fields = "", Languages = "", About = "", State = MentorState.Offered, At = book.Now });
        (mentor.Name, mentor.Fields, mentor.Languages, mentor.About) = (FirmProblems.Line(request.Name, 20), FirmProblems.Line(request.Fields, 100), FirmProblems.Line(request.Languages, 60), FirmProblems.Clean(request.About, 500));
        if (mentor.State == MentorState.Listed)
            return await bookings.Keep(MentorBook.Plan(mentor, true), cancel) is { Ok: false } kept ? kept.As<Guid>() : mentor.Id;
        (mentor.State, mentor.Reason) = (MentorState.Offered, null);
        return mentor.Id;
    }

    public async Task<Result<Done>> Handle(DecideMentor request, CancellationToken cancel)
    {
        if (await db.Scoped<Mentor>(current.Value.ScopesFor(EnterprisePermissions.Programmes)).AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.Mentor, cancel) is not { Person: { } person } known)
            return MentorProblems.NoMentor;
        await db.LockUntilCommit($"mentor {person}", cancel);
        // Once more under the lock: whoever left, or was decided on, while this waited is not listed.
        var mentor = await db.Unfiltered<Mentor>().SingleAsync(m => m.Id == known.Id, cancel);
        if (mentor.State != MentorState.Offered)
            return Problem.Conflict("enterprise.decided", "这份报名已经处理过。", "This offer has been decided.");
        if (person == current.Value.Person)
            return Problem.Forbidden("enterprise.own_application", "不能审核自己的报名，请同事处理。", "Nobody decides on their own offer: ask a colleague.");
        if (request.Approve)
        {
            if (!await book.Agrees(person, cancel))
                return Problem.Conflict("enterprise.consent", "对方没有有效的公开同意，请等本人重新报名。", "They do not agree to be public now: wait until they offer again.");
            var kept = await bookings.Keep(MentorBook.Plan(mentor, true), cancel);
            if (!kept.Ok)
                return kept.As<Done>();
            (mentor.State, mentor.Offering) = (MentorState.Listed, kept.Value);
        }
        else
            (mentor.State, mentor.Reason) = (MentorState.Refused, FirmProblems.Clean(request.Reason, 200));

        await notices.Tell(
            mentor.Account, "mentors.decided", request.Approve ? ("您已列入导师名录", "You are listed as a mentor") : ("导师报名未通过", "Your offer was not accepted"),
            request.Approve ? ("请填写可约的时间。", "Say when you have time.") : (mentor.Reason!, mentor.Reason!), "/mentors/me", $"mentor:{mentor.Id}:{book.Now:O}", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(LeaveDirectory request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return MentorProblems.NoMentor;
        var withdrawn = await consents.Withdraw(me, MentorRules.ConsentCode, cancel);
        return withdrawn.Ok ? await book.Leave(me, cancel) : withdrawn;
    }
}

/// <summary>Withdrawing under /me/consents takes a mentor off the list, as leaving does.</summary>
internal sealed class LeaveWithConsent(MentorBook book) : IEventHandler<ConsentWithdrawn>
{
    public Task Handle(Delivered<ConsentWithdrawn> delivered, CancellationToken cancel) =>
        delivered.Event.Purpose == MentorRules.ConsentCode ? book.Left(delivered.Event.Person, cancel) : Task.CompletedTask;
}
