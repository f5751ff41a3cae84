using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Mentors;

/// <summary>A mentor says when they have time (可约时间); the slots of two weeks can be booked at once, further ones day by day.</summary>
/// <param name="Days">Days of the week, Monday 1 to Sunday 7.</param>
/// <param name="From">Begin of the first slot, local time.</param>
/// <param name="Until">End of the last one.</param>
/// <param name="SlotMinutes">How long one talk is, 15 to 120 minutes.</param>
internal sealed record AddMentorHours(IReadOnlyList<int> Days, TimeOnly From, TimeOnly Until, int SlotMinutes = 45) : ICommand<Guid>, IValidated, IAudited
{
    public string? AuditSubject => null;

    public IEnumerable<Problem> Problems()
    {
        if (Days.Count is < 1 or > 7 || Days.Any(d => d is < 1 or > 7))
            yield return Problem.Invalid("days", "enterprise.days", "请选择星期几（1–7）。", "Choose days of the week (1–7).");
        if (SlotMinutes is < 15 or > 120)
            yield return Problem.Invalid("slotMinutes", "enterprise.slot", "每次 15–120 分钟。", "A talk lasts 15 to 120 minutes.");
        else if (Until <= From || (Until - From).TotalMinutes < SlotMinutes)
            yield return Problem.Invalid("until", "enterprise.hours", "结束要晚于开始，至少容得下一次。", "It ends after it begins, with room for one talk.");
    }
}

/// <summary>A mentor takes hours away: appointments in them are cancelled and told.</summary>
internal sealed record DropMentorHours(Guid Hours) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Hours.ToString();
}

internal sealed class KeepMentorHoursHandler(LinliDb db, MentorBook book, CurrentCaller current) : IHandler<AddMentorHours, Guid>, IHandler<DropMentorHours, Done>, IUseCase
{
    private static readonly Problem NotListed = Problem.Conflict("enterprise.not_listed", "您还不在导师名录里，通过后再填时间。", "You are not listed yet: give your hours when you are.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/mentors/me/hours", (AddMentorHours request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Mentors").WithSummary("Say when I have time 可约时间");
        api.MapPost("/mentors/me/hours/{id:guid}/drop", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new DropMentorHours(id), cancel))
            .Needs(Access.SignedIn).WithTags("Mentors").WithSummary("Take hours away");
    }

    public async Task<Result<Guid>> Handle(AddMentorHours request, CancellationToken cancel)
    {
        if (await Mine(cancel) is not { } mentor)
            return NotListed;
        var hours = new MentorHours
        {
            Id = Guid.CreateVersion7(book.Now), Mentor = mentor.Id, Scope = mentor.Scope, Days = string.Concat(request.Days.Distinct().Order()), From = request.From, Until = request.Until, SlotMinutes = request.SlotMinutes,
        };
        // The caller's own.
        if ((await db.Unfiltered<MentorHours>().AsNoTracking().Where(h => h.Mentor == mentor.Id).ToListAsync(cancel)).Exists(h => MentorRules.Clash(h, hours)))
            return Problem.Conflict("enterprise.hours_clash", "这段时间与已填的重叠。", "These hours overlap with others of yours.");
        db.Insert(hours);
        return await book.PlanHours(mentor, hours, MentorRules.HorizonDays, cancel) is { } refused ? refused : hours.Id;
    }

    public async Task<Result<Done>> Handle(DropMentorHours request, CancellationToken cancel)
    {
        if (await Mine(cancel) is not { } mentor)
            return NotListed;
        // The caller's own.
        if (await db.Unfiltered<MentorHours>().SingleOrDefaultAsync(h => h.Id == request.Hours && h.Mentor == mentor.Id, cancel) is not { } hours)
            return Problem.NotFound("enterprise.no_hours", "没有这段时间。", "There are no such hours.");
        db.Delete(hours);
        return await book.DropSlots(mentor, hours, cancel) is { } refused ? refused : Done.It;
    }

    private async Task<Mentor?> Mine(CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return null;
        await db.LockUntilCommit($"mentor {me}", cancel);
        return await db.Unfiltered<Mentor>().SingleOrDefaultAsync(m => m.Person == me && m.State == MentorState.Listed, cancel);
    }
}
