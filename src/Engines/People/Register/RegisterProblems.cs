using Linli.Platform.Results;

namespace Linli.People.Register;

/// <summary>What the use cases of the register say when something is not there, or not within the caller's places.</summary>
internal static class RegisterProblems
{
    public static Problem NoHome => Problem.NotFound("register.home_not_found", "没有找到这套房屋，或不在您的辖区。", "This home was not found, or lies outside your places.");

    public static Problem NoPerson => Problem.NotFound("register.person_not_found", "没有找到此人，或不在您的辖区。", "This person was not found, or lives outside your places.");

    public static Problem NoTie => Problem.NotFound("register.tie_not_found", "没有找到这条住房关系，或不在您的辖区。", "This tie was not found, or lies outside your places.");

    public static Problem Ended => Problem.Conflict("register.tie_ended", "这条住房关系已经结束。", "This tie has ended already.");
}
