namespace Linli.People;

/// <summary>How one signs in to the demo; nothing of it exists elsewhere.</summary>
public static class DemoSignIns
{
    /// <summary>The password of every member of staff.</summary>
    public const string Password = PeopleDemo.Password;
}
