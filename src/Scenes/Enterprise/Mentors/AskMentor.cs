using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Enterprise.Desks;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Mentors;

/// <summary>Books a talk with a mentor (预约咨询), with what it is about; only the two of them read that.</summary>
/// <param name="Session">Which slot.</param>
/// <param name="About">What it is about, 5 to 500 characters.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record AskMentor(SessionId Session, string About, string? IdempotencyKey = null) : ICommand<Guid>, IValidated, IRepeatable, IAudited
{
    [JsonIgnore]
    public Guid Mentor { get; init; }

    object IRepeatable.Wish => (Mentor, Session);

    public string? AuditSubject => Mentor.ToString();

    public IEnumerable<Problem> Problems() => FirmProblems.Text("about", About, 5, 500);
}

/// <summary>Adds a note to a talk: what was advised, what comes next (咨询纪要). The two read it.</summary>
/// <param name="Text">2 to 1,000 characters.</param>
internal sealed record NoteConsultation(string Text) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Consultation { get; init; }

    public string? AuditSubject => Consultation.ToString();

    public IEnumerable<Problem> Problems() => FirmProblems.Text("text", Text, 2, 1000);
}

/// <summary>The mentor says whether the founder came.</summary>
internal sealed record MarkConsultation(bool Came) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public Guid Consultation { get; init; }

    public string? AuditSubject => Consultation.ToString();
}

internal sealed class AskMentorHandler(LinliDb db, IBookings bookings, MentorAsking asking, FieldCipher cipher, INotices notices, MentorBook book, CurrentCaller current)
    : IHandler<AskMentor, Guid>, IHandler<NoteConsultation, Guid>, IHandler<MarkConsultation, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/mentors/{id:guid}/consultations", (Guid id, AskMentor request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Mentor = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Mentors").WithSummary("Book a talk with a mentor 预约咨询");
        api.MapPost("/mentors/consultations/{id:guid}/notes", (Guid id, NoteConsultation request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Consultation = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Mentors").WithSummary("Add a note to a talk");
        api.MapPost("/mentors/consultations/{id:guid}/came", (Guid id, MarkConsultation request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Consultation = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Mentors").WithSummary("The founder came, or did not");
    }

    public async Task<Result<Guid>> Handle(AskMentor request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me || current.Value.Account is not { } account)
            return FirmProblems.PersonUnknown;
        // Listed for everybody.
        if (await db.Unfiltered<Mentor>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.Mentor && m.State == MentorState.Listed, cancel) is not { } mentor)
            return MentorProblems.NoMentor;
        if (mentor.Person == me)
            return Problem.Conflict("enterprise.own_slot", "不能预约自己。", "Nobody books a talk with themselves.");
        if (!(await bookings.Sessions([mentor.Offering], book.Now, book.Now.AddDays(MentorRules.HorizonDays + 2), cancel)).Any(s => s.Id == request.Session))
            return Problem.Invalid("session", "enterprise.no_slot", "请选择这位导师的时间。", "Choose a time of this mentor.");
        asking.IsAsking = true;
        var reserved = await bookings.Reserve(new(request.Session), cancel);
        asking.IsAsking = false;
        if (!reserved.Ok)
            return reserved.As<Guid>();
        var consultation = new Consultation
        {
            Id = Guid.CreateVersion7(book.Now), Mentor = mentor.Id, Scope = mentor.Scope, Reservation = reserved.Value.Id, Session = request.Session, Start = reserved.Value.Start, Person = me, Account = account,
            About = cipher.Seal(FirmProblems.Clean(request.About, 500)), At = book.Now,
        };
        db.Insert(consultation);
        await notices.Tell(mentor.Account, "mentors.asked", ("有人预约了您的时间", "Somebody booked your time"), ("点开看看想咨询什么。", "Open it to read what it is about."), "/mentors/me", $"mentor-asked:{consultation.Id}", cancel);
        return consultation.Id;
    }

    public async Task<Result<Guid>> Handle(NoteConsultation request, CancellationToken cancel)
    {
        if (await Find(request.Consultation, cancel) is not { } found)
            return MentorProblems.NoConsultation;
        var note = new ConsultationNote { Id = Guid.CreateVersion7(book.Now), Consultation = found.Row.Id, Scope = found.Row.Scope, ByMentor = found.AsMentor, Text = cipher.Seal(FirmProblems.Clean(request.Text, 1000)), At = book.Now };
        db.Insert(note);
        var (account, page) = found.AsMentor ? (found.Row.Account, "/mentors/talks") : (found.Mentor.Account, "/mentors/me");
        if (account != Guid.Empty)
            await notices.Tell(account, "mentors.note", ("咨询有新的纪要", "A note was added to a talk"), ("点开查看。", "Open it to read."), page, $"mentor-note:{note.Id}", cancel);
        return note.Id;
    }

    public async Task<Result<Done>> Handle(MarkConsultation request, CancellationToken cancel) => await Find(request.Consultation, cancel) is { AsMentor: true } found
        ? await bookings.Attend(found.Row.Session, found.Row.Reservation, request.Came, cancel) : MentorProblems.NoConsultation;

    // Of the two of them, and of nobody else.
    private async Task<Found?> Find(Guid id, CancellationToken cancel)
    {
        var me = current.Value.Person;
        if (me is null || await db.Unfiltered<Consultation>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } row)
            return null;
        var mentor = await db.Unfiltered<Mentor>().AsNoTracking().SingleAsync(m => m.Id == row.Mentor, cancel);
        return mentor.Person == me ? new(row, mentor, true) : row.Person == me ? new(row, mentor, false) : null;
    }

    private sealed record Found(Consultation Row, Mentor Mentor, bool AsMentor);
}
